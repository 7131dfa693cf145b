#include "scanner/report/printable.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace patrol {
namespace {

TEST(Printable, ShowsWhatCannotBeSeenAsEscapes) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"", ""},
      {"src/main.cc", "src/main.cc"},
      {"caf\xc3\xa9 \xf0\x9f\x98\x80", "caf\xc3\xa9 \xf0\x9f\x98\x80"},
      {"a\nb\rc\td", "a\\nb\\rc\\td"},
      {std::string("\0", 1), "\\x00"},
      {"\x1b[2J\x7f", "\\x1b[2J\\x7f"},
      {"\xc2\x9b"
       "2J",
       "\\u{9b}2J"},  // the one-byte CSI, in UTF-8
      {"\x9b"
       "2J",
       "\\x9b2J"},                    // and not in UTF-8
      {"\xe2\x80\xae", "\\u{202e}"},  // right-to-left override
      {"\xe2\x81\xa6\xe2\x81\xa9", "\\u{2066}\\u{2069}"},  // isolates
      {"\xe2\x80\x8b", "\\u{200b}"},                       // zero width
      {"\xf3\xa0\x81\x81", "\\u{e0041}"},  // a tag: unseen letter A
      {"\xff\xc3", "\\xff\\xc3"},
      {"\xed\xa0\x80", "\\xed\\xa0\\x80"},  // a surrogate is not UTF-8
      {"C:\\new", "C:\\new"},
      {"##[group]", "\\x23#[group]"},
      {"a ##vso[x]", "a \\x23#vso[x]"},
      {"##VsO[x]", "\\x23#VsO[x]"},
      {"###[x]", "#\\x23#[x]"},
      {"## A heading", "## A heading"},
      {"##vs", "##vs"},
      {"::error::x", "\\x3a:error::x"},
      {" ::error::x", " \\x3a:error::x"},
      {"\xc2\xa0\xe3\x80\x80::error::x", "\xc2\xa0\xe3\x80\x80\\x3a:error::x"},
      {"std::string", "std::string"},
  };
  for (const auto& [text, expected] : cases) {
    EXPECT_EQ(printable(text), expected);
  }
}

TEST(PrintableCells, AreAsWideAsTheyShow) {
  const std::vector<Cell> cells = printable_cells("a\xc3\xa9\x1b");
  ASSERT_EQ(cells.size(), 3u);
  EXPECT_EQ(cells[0].width, 1u);
  EXPECT_EQ(cells[1].width, 1u);
  EXPECT_EQ(cells[2].width, 4u);
  EXPECT_EQ(cells[2].text, "\\x1b");
}

}  // namespace
}  // namespace patrol

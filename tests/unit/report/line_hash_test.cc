#include "scanner/report/line_hash.h"

#include <gtest/gtest.h>

namespace patrol {
namespace {

using Hashes = std::map<std::uint64_t, std::string>;

Hashes first_lines(std::string_view text, std::uint64_t count) {
  std::set<std::uint64_t> lines;
  for (std::uint64_t line = 1; line <= count; ++line) lines.insert(line);
  return line_hashes(text, lines);
}

// The values of these three are those that github/codeql-action documents.

TEST(LineHash, IsThatOfGithubForNothing) {
  EXPECT_EQ(first_lines("", 9), (Hashes{{1, "c129715d7a2bc9a3:1"}}));
}

TEST(LineHash, IsThatOfGithubForBlanksAndTabs) {
  EXPECT_EQ(first_lines(" a\nb\n  \t\tc\n d", 9),
            (Hashes{{1, "271789c17abda88f:1"},
                    {2, "54703d4cd895b18:1"},
                    {3, "180aee12dab6264:1"},
                    {4, "a23a3dc5e078b07b:1"}}));
}

TEST(LineHash, CountsLinesThatAreAlike) {
  std::string text;
  for (int i = 0; i < 10; ++i) text += "Lorem ipsum dolor sit amet.\n";
  EXPECT_EQ(first_lines(text, 6), (Hashes{{1, "a7f2ff13bc495cf2:1"},
                                          {2, "a7f2ff13bc495cf2:2"},
                                          {3, "a7f2ff13bc495cf2:3"},
                                          {4, "a7f2ff13bc495cf2:4"},
                                          {5, "a7f2ff13bc495cf2:5"},
                                          {6, "a7f2ff13bc495cf2:6"}}));
}

TEST(LineHash, IsTheSameForAllLineEnds) {
  const Hashes hashes = first_lines("a\nb\nc", 9);
  EXPECT_EQ(hashes.size(), 3U);
  EXPECT_EQ(first_lines("a\r\nb\r\nc", 9), hashes);
  EXPECT_EQ(first_lines("a\rb\rc", 9), hashes);
}

TEST(LineHash, CountsTwoLineEndsWithABlankBetween) {
  EXPECT_EQ(first_lines("a\r \nb", 9), first_lines("a\n\nb", 9));
}

TEST(LineHash, KeepsTheLineWhenOthersComeAbove) {
  EXPECT_EQ(line_hashes("x\ny\nz", {3})[3], line_hashes("1\n2\n3\nz", {4})[4]);
}

TEST(LineHash, TakesWhatIsNoUtf8ForAReplacementCharacter) {
  EXPECT_EQ(first_lines("a\xff", 1), first_lines("a\xef\xbf\xbd", 1));
}

TEST(LineHash, IsOfTheLinesThatAreAskedForAlone) {
  EXPECT_EQ(line_hashes("a\nb\nc", {2, 7}).size(), 1U);
}

}  // namespace
}  // namespace patrol

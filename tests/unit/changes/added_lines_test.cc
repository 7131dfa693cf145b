#include "scanner/changes/added_lines.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace patrol {
namespace {

// Where "K..." stands: a key, up to a blank or '!'; line ends may be in it.
std::vector<Span> keys_in(std::string_view text) {
  std::vector<Span> keys;
  for (std::size_t at = 0; (at = text.find('K', at)) != text.npos;) {
    const std::size_t end = std::min(text.find_first_of(" !", at), text.size());
    keys.push_back({at, end});
    at = end;
  }
  return keys;
}

// Of each key, "n" if it is new, else "o".
std::string marks(std::string_view before, std::string_view after) {
  const std::vector<Span> keys = keys_in(after);
  std::string out;
  for (const bool is_new : on_added_lines(before, after, keys)) {
    out += is_new ? 'n' : 'o';
  }
  return out;
}

TEST(AddedLines, LineThatWasThere) { EXPECT_EQ(marks("K1\n", "x\nK1\n"), "o"); }

TEST(AddedLines, LineThatWasNotThere) {
  EXPECT_EQ(marks("x\n", "x\nK1\n"), "n");
}

TEST(AddedLines, FileThatWasEmpty) { EXPECT_EQ(marks("", "K1 K2\n"), "nn"); }

TEST(AddedLines, LineThatChangedAroundTheKey) {
  EXPECT_EQ(marks("a = K1 \n", "b = K1 \n"), "n");
}

TEST(AddedLines, PartOfALineIsNone) {
  EXPECT_EQ(marks("K1 x\n", "K1 \n"), "n");
  EXPECT_EQ(marks("x K1 \n", "K1 \n"), "n");
}

TEST(AddedLines, LineThatMoved) {
  EXPECT_EQ(marks("K1 \na\nb\n", "a\nb\nK1 \n"), "o");
}

TEST(AddedLines, LineThatStandsThereOnceMore) {
  EXPECT_EQ(marks("K1 \n", "K1 \nK1 \n"), "on");
  EXPECT_EQ(marks("K1 \nK1 \n", "K1 \nx\nK1 \n"), "oo");
}

TEST(AddedLines, SeveralKeysOfALine) {
  EXPECT_EQ(marks("K1 K2 K1 \n", "K1 K2 K1 \n"), "ooo");
  EXPECT_EQ(marks("K1 K2 \n", "K1 K2 \nK1 K2 \n"), "oonn");
}

TEST(AddedLines, KeyOnSeveralLines) {
  EXPECT_EQ(marks("x\nK1\n2\n3!\n", "K1\n2\n3!\ny\n"), "o");
  EXPECT_EQ(marks("K1\n2\n3!\n", "K1\n2\n4!\n"), "n");
  EXPECT_EQ(marks("K1\n2\nx\n3!\n", "K1\n2\n3!\n"), "n");
}

TEST(AddedLines, HowLinesEndDoesNotCount) {
  for (const char* one : {"a\nK1\n2!\n", "a\r\nK1\r\n2!\r\n", "a\rK1\r2!\r"}) {
    for (const char* other :
         {"K1\n2!\na\n", "K1\r\n2!\r\na\r\n", "K1\r2!\ra\r"}) {
      EXPECT_EQ(marks(one, other), "o");
    }
  }
}

TEST(AddedLines, LastLineNeedsNoEnd) {
  EXPECT_EQ(marks("x\nK1", "K1 \nx"), "n");
  EXPECT_EQ(marks("x\nK1", "K1!\nx"), "n");
  EXPECT_EQ(marks("x\nK1!", "K1!\nx"), "o");
  EXPECT_EQ(marks("K1!\nx", "x\nK1!"), "o");
}

// The slow and obvious way, for keys on one line each: lines are cut, counted
// in both texts, and the last ones beyond the count before are new.
std::string slow_marks(std::string_view before, std::string_view after) {
  const auto lines_in = [](std::string_view text) {
    std::vector<std::string> lines(1);
    for (const char c : text) {
      if (c == '\n') {
        lines.emplace_back();
      } else {
        lines.back() += c;
      }
    }
    return lines;
  };
  std::map<std::string, int> left;
  for (const std::string& line : lines_in(before)) ++left[line];
  std::string out;
  for (const std::string& line : lines_in(after)) {
    const bool is_new = left[line]-- <= 0;
    out.append(keys_in(line).size(), is_new ? 'n' : 'o');
  }
  return out;
}

TEST(AddedLines, AreThoseThatCountingFinds) {
  std::mt19937 random(1);
  constexpr std::string_view kLines[] = {"K1 ",  "K1 K2 ", " K1 ", "",
                                         "text", "K2 x",   "K3 ",  "K1 K2"};
  const auto draw = [&] {
    std::string text;
    for (unsigned i = random() % 8; i > 0; --i) {
      text += kLines[random() % std::size(kLines)];
      if (text.ends_with("K2")) text += " ";
      text += "\n";
    }
    return text;
  };
  for (int round = 0; round < 3000; ++round) {
    const std::string before = draw();
    const std::string after = draw();
    EXPECT_EQ(marks(before, after), slow_marks(before, after))
        << before << "----\n"
        << after;
  }
}

// Ten thousand places on one line of ten megabytes, as minified code has them.
TEST(AddedLines, LongLineWithManyPlaces) {
  std::string line;
  for (int i = 0; i < 10'000; ++i) line += "K1 " + std::string(1000, 'x');
  EXPECT_EQ(marks(line, line), std::string(10'000, 'o'));
  EXPECT_EQ(marks(line, line + "y"), std::string(10'000, 'n'));
}

}  // namespace
}  // namespace patrol

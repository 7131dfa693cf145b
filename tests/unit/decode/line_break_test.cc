#include "scanner/decode/line_break.h"

#include <gtest/gtest.h>

#include <string>

namespace patrol {
namespace {

TEST(LineBreak, TakesEndsOfLinesWithTheBlanksAround) {
  for (std::string_view gap :
       {"\n", "\r\n", "\r", "\n  ", " \t\n\t ", "\\\n", " \\\r\n  ", "\\n",
        "\\r\\n", "\\r", " \\n ", "\\n  "}) {
    const std::string text = "ab" + std::string(gap) + "cd";
    EXPECT_EQ(line_break(text, 2), gap.size()) << testing::PrintToString(gap);
    EXPECT_EQ(line_break("ab" + std::string(gap), 2), gap.size())
        << "at the end of the text: " << testing::PrintToString(gap);
  }
}

TEST(LineBreak, IsOneEndOfALine) {
  EXPECT_EQ(line_break("\n\n", 0), 1U);
  EXPECT_EQ(line_break("\r\n\r\n", 0), 2U);
  EXPECT_EQ(line_break("\\n\\n", 0), 2U);
}

TEST(LineBreak, IsNotAnythingElse) {
  for (std::string_view text : {"", " ", "x", "  x", "\\", "\\x", " \\ ", "\\t",
                                "\\\\n", "=\n", "\"\n"}) {
    EXPECT_EQ(line_break(text, 0), 0U) << testing::PrintToString(text);
  }
}

TEST(LineBreak, IsNoneBehindTheEndOfTheText) {
  EXPECT_EQ(line_break("ab", 2), 0U);
}

}  // namespace
}  // namespace patrol

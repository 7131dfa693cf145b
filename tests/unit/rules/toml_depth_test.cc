#include "scanner/rules/toml_depth.h"

#include <gtest/gtest.h>

#include <string>

namespace patrol {
namespace {

// "a.a. … .a" with `names` names.
std::string key(std::size_t names) {
  std::string text = "a";
  while (--names > 0) text += ".a";
  return text;
}

TEST(TomlDepth, BearsTheLongestKey) {
  EXPECT_EQ(line_of_too_long_key(key(kLongestKey) + " = 1\n"), 0u);
  EXPECT_EQ(line_of_too_long_key(key(kLongestKey + 1) + " = 1\n"), 1u);
}

TEST(TomlDepth, SeesTheKeyWhereverItStands) {
  const std::string deep = key(100);
  for (const std::string& text : {
           "\n\n[" + deep + "]\n",
           "\n\n[[" + deep + "]]\n",
           "\n\nx = {" + deep + " = 1}\n",
           "\n\n" + deep + ".\"quoted # \\\" name\" = 1\n",
           "\n# \" a quote in a comment\n" + deep + " = 1\n",
           "x = \"\"\"\ntext\"\"\"\"\"\n" + deep + " = 1\n",
           "x = '''\n\\'''\n" + deep + " = 1\n",
           "\nx = 'not closed\n" + deep + " = 1\n",
       }) {
    EXPECT_EQ(line_of_too_long_key(text), 3u) << text;
  }
}

TEST(TomlDepth, SeesQuotedNamesAndSpacesBetweenThem) {
  std::string quoted = "a";
  for (int i = 0; i < 100; ++i) quoted += " . \"=\".'#'";
  EXPECT_EQ(line_of_too_long_key(quoted + " = 1\n"), 1u);
}

TEST(TomlDepth, LeavesDotsOfTextAndNumbersAlone) {
  const std::string dots(1000, '.');
  for (const std::string& text : {
           "x = \"" + dots + "\"\n",
           "x = '" + dots + "'\n",
           "x = '''\n" + dots + "\n'''\n",
           "x = \"\"\"\n" + dots + "\\\"\"\" " + dots + "\"\"\"\n",
           "# " + dots + "\n",
           std::string("x = [1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0,"
                       " 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0]\n"),
       }) {
    EXPECT_EQ(line_of_too_long_key(text), 0u) << text;
  }
}

TEST(TomlDepth, StopsAtTheEndOfUnfinishedText) {
  for (const char* text : {"\"", "'", "\"\"\"", "\"\\", "'''x", "#", "a."}) {
    EXPECT_EQ(line_of_too_long_key(text), 0u) << text;
  }
}

}  // namespace
}  // namespace patrol

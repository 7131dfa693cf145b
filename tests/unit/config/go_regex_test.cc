#include "scanner/config/go_regex.h"

#include <gtest/gtest.h>

namespace patrol {
namespace {

TEST(GoRegex, NamesOfGroupsAreWrittenAsRe2Does) {
  EXPECT_EQ(re2_syntax("a(?<key>b)(?P<c>d)"), "a(?P<key>b)(?P<c>d)");
}

TEST(GoRegex, WhatIsNoGroupWithANameStays) {
  for (const char* regex :
       {R"(a\(?<b)", "(?:a)", "(?i)x", "(?<=a)", "(?<", ""}) {
    EXPECT_EQ(re2_syntax(regex), regex);
  }
}

TEST(GoRegex, TellsWhatIsAboutCharactersBeyondAscii) {
  EXPECT_TRUE(is_of_unicode("sch\xC3\xBC"));
  EXPECT_TRUE(is_of_unicode(R"(\pL)"));
  EXPECT_TRUE(is_of_unicode(R"([\P{Greek}])"));
  EXPECT_TRUE(is_of_unicode(R"(\x{e9})"));
  EXPECT_FALSE(is_of_unicode(R"(\\pL\x41[\w.]+)"));
}

}  // namespace
}  // namespace patrol

#include "scanner/rules/trigger_onward.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "scanner/rules/trigger.h"

namespace patrol {
namespace {

// Of an expression whose literal is its beginning.
Onward onward_of(std::string_view regex) {
  Rule rule;
  rule.regex = regex;
  const std::vector<Onward> rows = derive_onward(rule);
  EXPECT_EQ(rows.size(), 1U) << regex;
  return rows.empty() ? Onward() : rows.front();
}

bool goes_on(std::string_view regex, std::string_view behind) {
  return may_go_on(onward_of(regex), behind);
}

TEST(MayGoOn, PassesWhatMayBeNothingUpToWhatMustBe) {
  constexpr std::string_view kRegex =
      R"((?i:token)[A-Za-z0-9_]{0,20}["']?\s{0,5}[:=]\s{0,5}[A-Za-z0-9]{16})";
  EXPECT_TRUE(goes_on(kRegex, "=0123456789abcdef"));
  EXPECT_TRUE(goes_on(kRegex, "_id\" : 0123456789abcdef"));
  EXPECT_FALSE(goes_on(kRegex, "_count++;"));
  EXPECT_FALSE(goes_on(kRegex, "(a = b)"));
}

TEST(MayGoOn, SaysNoWhereTheTextEndsTooEarly) {
  EXPECT_FALSE(goes_on("JQQJ9[a-z]{0,9}=", "abc"));
  EXPECT_FALSE(goes_on("JQQJ9[a-z]{0,9}=", ""));
}

TEST(MayGoOn, WantsARunOfWhatMustComeNext) {
  constexpr std::string_view kRegex = "JQQJ9[A-Za-z0-9]{20,40}(?:;|$)";
  EXPECT_TRUE(goes_on(kRegex, "abcdefghij0123456789;"));
  EXPECT_FALSE(goes_on(kRegex, "abcdefghij012345678;"));
  EXPECT_FALSE(goes_on(kRegex, "abcd,efgh"));
}

TEST(MayGoOn, AddsUpARunOfSeveralPieces) {
  constexpr std::string_view kRegex = "JQQJ9[a-z0-9]{2,5}[0-9]?[0-9]{3}";
  EXPECT_TRUE(goes_on(kRegex, "ab123"));
  EXPECT_FALSE(goes_on(kRegex, "ab12"));
  EXPECT_FALSE(goes_on(kRegex, "ab=123"));
}

TEST(MayGoOn, TakesNoFurtherRoundForGranted) {
  EXPECT_TRUE(goes_on("(?:JQQJ9[a-z]{4}){1,2}-", "abcd-"));
}

TEST(MayGoOn, LooksAtOneStepAfterAnother) {
  constexpr std::string_view kRegex = "JQQJ9[a-z]*:[0-9]*@[A-Z]";
  EXPECT_TRUE(goes_on(kRegex, "ab:12@X"));
  EXPECT_TRUE(goes_on(kRegex, ":@"));
  EXPECT_FALSE(goes_on(kRegex, "ab:1a@X"));
  EXPECT_FALSE(goes_on(kRegex, "1:@"));
}

// The first of them need not be the one that is meant.
TEST(MayGoOn, SaysNothingOfWhatFollowsAByteThatMayHaveBeenPassed) {
  EXPECT_TRUE(goes_on("JQQJ9[a-z=]*=[0-9]*@", "a=b=1@"));
  EXPECT_FALSE(goes_on("JQQJ9[a-z=]*=[0-9]*@", "ab;"));
}

TEST(MayGoOn, TakesAlternativesAndRepetitionsAsWholes) {
  constexpr std::string_view kRegex = "JQQJ9(?:ab|cd)*(?:=>|:)(?:xy){2,}!";
  EXPECT_TRUE(goes_on(kRegex, ":xyxy!"));
  EXPECT_TRUE(goes_on(kRegex, "cdab=>xyxyxy!"));
  EXPECT_FALSE(goes_on(kRegex, "ef:xyxy!"));
  EXPECT_FALSE(goes_on(kRegex, ":zyxy!"));
}

TEST(MayGoOn, KnowsThatAGroupGoesOnWithItsNextRound) {
  EXPECT_TRUE(goes_on("(?:JQQJ9a){1,3}=", "aJQQJ9a="));
  EXPECT_FALSE(goes_on("(?:JQQJ9a){1,3}=", "a;"));
}

TEST(MayGoOn, LeavesLongWalksToOthers) {
  const std::string_view regex = "JQQJ9[a-z]*=";
  EXPECT_TRUE(goes_on(regex, std::string(100, 'a')));
  EXPECT_FALSE(goes_on(regex, std::string(10, 'a')));
}

TEST(MayGoOn, SaysYesWhereNothingSmallIsDemanded) {
  EXPECT_TRUE(onward_of("JQQJ9[a-z]{0,20}").empty());
  EXPECT_TRUE(onward_of("JQQJ9(?:[^a-z]|$)").empty());
  EXPECT_TRUE(goes_on("JQQJ9[a-z]{0,20}", ""));
}

TEST(MayGoOn, TakesEndsOfTextForNothing) {
  EXPECT_TRUE(goes_on("JQQJ9(?:$|=)", ""));
  EXPECT_TRUE(goes_on("JQQJ9\\b=", "="));
}

}  // namespace
}  // namespace patrol

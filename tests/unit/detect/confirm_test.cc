#include "scanner/detect/confirm.h"

#include <gtest/gtest.h>

#include <string>

namespace patrol {
namespace {

// One rule, and what its expression finds in a window.
class OneRule {
 public:
  explicit OneRule(Text regex, std::uint32_t group = 0)
      : rules_({rule(regex, group)}), confirm_(rules_) {}

  std::optional<Match> first(std::string_view text, Span window) const {
    return confirm_.first(RuleIndex{0}, text, window);
  }
  std::optional<Match> at_begin(std::string_view text, Span window) const {
    return confirm_.at_begin(RuleIndex{0}, text, window);
  }

  static Rule rule(Text regex, std::uint32_t group) {
    Rule made;
    made.id = "rule";
    made.regex = regex;
    made.secret_group = group;
    return made;
  }

 private:
  RuleSet rules_;
  Confirm confirm_;
};

TEST(Confirm, FindsTheFirstMatchInTheWindow) {
  const OneRule rule("a[0-9]");
  EXPECT_EQ(rule.first("a1 a2 a3", {1, 8})->whole, (Span{3, 5}));
  EXPECT_EQ(rule.first("a1 a2 a3", {3, 4}), std::nullopt);
  EXPECT_EQ(rule.first("a1 a2 a3", {5, 8})->whole, (Span{6, 8}));
}

TEST(Confirm, FindsAMatchAtTheWindowsBeginAlone) {
  const OneRule rule("a[0-9]");
  EXPECT_EQ(rule.at_begin("xa1", {1, 3})->whole, (Span{1, 3}));
  EXPECT_FALSE(rule.at_begin("xa1", {0, 3}));
}

TEST(Confirm, IsolatesTheSecretsGroup) {
  const OneRule rule("key=(x*)([0-9]+)", 2);
  const auto match = rule.first("  key=12;", {0, 9});
  ASSERT_TRUE(match);
  EXPECT_EQ(match->whole, (Span{2, 8}));
  EXPECT_EQ(match->secret, (Span{6, 8}));
}

TEST(Confirm, TakesTheWholeMatchWhereTheGroupTookNoPart) {
  const OneRule rule("key=(?:([0-9]+)|none)", 1);
  EXPECT_EQ(rule.first("key=none", {0, 8})->secret, (Span{0, 8}));
  EXPECT_EQ(rule.first("key=17", {0, 6})->secret, (Span{4, 6}));
}

TEST(Confirm, SeesTheWholeTextAtTheWindowsBorders) {
  const OneRule word("\\b[a-z]{3}\\b");
  EXPECT_FALSE(word.first("abcdef", {0, 3}));
  EXPECT_FALSE(word.first("abcdef", {3, 6}));
  EXPECT_TRUE(word.first("abc-ef", {0, 3}));
  EXPECT_TRUE(word.at_begin("ab-def", {3, 6}));
  EXPECT_FALSE(word.at_begin("abcdef", {3, 6}));

  EXPECT_FALSE(OneRule("^abc").first("xabc", {1, 4}));
  EXPECT_TRUE(OneRule("^abc").first("abcx", {0, 4}));
  EXPECT_FALSE(OneRule("abc$").first("abcx", {0, 3}));
  EXPECT_TRUE(OneRule("abc$").first("xabc", {0, 4}));
  EXPECT_TRUE(OneRule("(?m)^abc$").first("x\nabc\nx", {2, 5}));
  EXPECT_FALSE(OneRule("(?m)^abc$").first("xxabcxx", {2, 5}));
}

TEST(Confirm, ReadsBytesNotCodePoints) {
  EXPECT_EQ(OneRule("k.e")
                .first("k\xE4"
                       "e",
                       {0, 3})
                ->whole,
            (Span{0, 3}));
  EXPECT_TRUE(
      OneRule("k\\xFFe").first("k\xFF"
                               "e",
                               {0, 3}));
  EXPECT_TRUE(OneRule("k\\x00e").first(std::string_view("k\0e", 3), {0, 3}));
}

std::string fault(Text regex, std::uint32_t group = 0) {
  const Result<void> checked = Confirm::check(OneRule::rule(regex, group));
  return checked ? "" : checked.error().message;
}

TEST(Confirm, ChecksARulesExpression) {
  EXPECT_EQ(fault("key=([a-z]+)", 1), "");
  EXPECT_EQ(fault("(abc").substr(0, 7), "regex: ");
  EXPECT_EQ(fault("a**(?=b)").substr(0, 7), "regex: ");
  EXPECT_EQ(fault("(?<=a)b").find('\n'), std::string::npos);
}

TEST(Confirm, ChecksARulesGroup) {
  EXPECT_EQ(fault("key=([a-z]+)", 2), "secretGroup: the regex has 1 groups");
  std::string many;
  for (int i = 0; i < 16; ++i) many += "(a)";
  EXPECT_EQ(fault(many, 15), "");
  EXPECT_EQ(fault(many, 16), "secretGroup: more than 15");
}

}  // namespace
}  // namespace patrol

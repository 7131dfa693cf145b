#include "scanner/config/configuration.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/unit/config/configured.h"

namespace patrol {
namespace {

using Texts = std::vector<std::string>;

constexpr std::string_view kOne =
    "[[rules]]\nid = 'one'\nregex = 'one_[a-z]{9}'\n";

TEST(Configuration, AllowlistsAloneLeaveTheCatalogueAsItIs) {
  const auto config = configured(
      "[extend]\nuseDefault = true\n[[allowlists]]\npaths = ['a']\n");
  ASSERT_TRUE(config);
  EXPECT_EQ(config->rules, nullptr);
  EXPECT_EQ(config->allowlists.size(), 1u);
}

TEST(Configuration, WhatTheUserNamesReplacesTheCatalogue) {
  const auto config = configured(kOne);
  ASSERT_TRUE(config);
  EXPECT_EQ(config->rules->size(), 1u);
}

TEST(Configuration, WhatIsFoundIsAddedToTheCatalogue) {
  const auto config = configured(kOne, true);
  ASSERT_TRUE(config);
  EXPECT_EQ(config->rules->size(), builtin_rules().size() + 1);
  EXPECT_EQ(config->rules_of_its_own, 1u);
}

TEST(Configuration, ARuleOfTheCatalogueIsChangedWhereItIsExtended) {
  const auto config = configured(
      "[extend]\nuseDefault = true\n[[rules]]\nid = 'github-pat'\n"
      "regex = 'ghx_[a-z]{9}'\ntags = ['mine']\n");
  const Rule rule = rule_of(config, "github-pat");
  EXPECT_EQ(rule.regex, "ghx_[a-z]{9}");
  EXPECT_TRUE(rule.checksum.empty());
  EXPECT_TRUE(rule.as_written);
  EXPECT_EQ(rule.tags.back(), "mine");
  EXPECT_FALSE(rule.remediation.text.empty());
  EXPECT_EQ(config->rules->size(), builtin_rules().size());
}

TEST(Configuration, ARuleWithoutAnotherRegexKeepsItsCheckDigits) {
  const auto config = configured(
      "[extend]\nuseDefault = true\n[[rules]]\nid = 'github-pat'\n"
      "description = 'ours'\n");
  const Rule rule = rule_of(config, "github-pat");
  EXPECT_EQ(rule.description, "ours");
  EXPECT_FALSE(rule.checksum.empty());
  EXPECT_FALSE(rule.trigger.literals.empty());
  EXPECT_FALSE(rule.as_written);
}

TEST(Configuration, KeywordsDoNotGateARuleThatNeedsNone) {
  const auto config = configured(
      "[extend]\nuseDefault = true\n[[rules]]\nid = 'github-pat'\n"
      "keywords = ['x']\n");
  EXPECT_TRUE(rule_of(config, "github-pat").keywords.empty());
}

TEST(Configuration, ARuleWithATakenIdIsAddedUnderAnother) {
  const auto config = configured(
      "[[rules]]\nid = 'github-pat'\nregex = 'ghx_[a-z]{9}'\n"
      "[rules.allowlist]\npaths = ['p']\n",
      true);
  EXPECT_FALSE(rule_of(config, "github-pat").checksum.empty());
  EXPECT_EQ(rule_of(config, "github-pat-2").regex, "ghx_[a-z]{9}");
  EXPECT_EQ(config->allowlists.at(0).rules,
            (Texts{"github-pat", "github-pat-2", "github-pat"}));
}

TEST(Configuration, ARuleThatPatrolHasNotIsAWarningBesideTheCatalogue) {
  const std::string text =
      "[extend]\nuseDefault = true\n[[rules]]\nid = 'no-such-rule'\n"
      "[[rules.allowlists]]\npaths = ['p']\n[[allowlists]]\npaths = ['p']\n"
      "targetRules = ['neither']\n";
  const auto config = configured(text);
  ASSERT_TRUE(config) << config.error().message;
  EXPECT_EQ(config->warnings.size(), 3u);
  EXPECT_EQ(config->rules, nullptr);
}

TEST(Configuration, DisabledRulesAreNamedById) {
  const auto config = configured(
      "[extend]\nuseDefault = true\ndisabledRules = ['generic-api-key', "
      "'x']\n");
  ASSERT_TRUE(config);
  EXPECT_EQ(config->disabled, Texts{"generic-secret"});
  EXPECT_EQ(config->warnings.size(), 1u);
}

TEST(Configuration, AnUnboundedRegexIsRunOverWholeTexts) {
  const auto config = configured("[[rules]]\nid = 'x'\nregex = 'ab_.+'\n");
  const Rule rule = rule_of(config, "x");
  EXPECT_TRUE(rule.whole_text);
  EXPECT_FALSE(rule.trigger.literals.empty());
}

TEST(Configuration, ABoundedRegexWithALiteralIsLikeAnyOther) {
  const auto config = configured(kOne);
  const Rule rule = rule_of(config, "one");
  EXPECT_FALSE(rule.whole_text);
  EXPECT_EQ(rule.trigger.literals[0].text, "one_");
  EXPECT_EQ(rule.max_length, 13u);
}

TEST(Configuration, ARegexOfCharactersHasNoTrigger) {
  const auto config =
      configured("[[rules]]\nid = 'x'\nregex = '''schlüssel=\\w{9}'''\n");
  const Rule rule = rule_of(config, "x");
  EXPECT_TRUE(rule.of_unicode);
  EXPECT_TRUE(rule.whole_text);
  EXPECT_TRUE(rule.trigger.literals.empty());
}

TEST(Configuration, ARuleWithCheckDigitsIsJudgedByThem) {
  const auto config = configured(
      "[[rules]]\nid = 'x'\nregex = 'xx_[A-Za-z0-9]{36}'\n"
      "checksum = 'base62-crc32'\n");
  const Rule rule = rule_of(config, "x");
  EXPECT_FALSE(rule.as_written);
}

TEST(Configuration, HalvesOfPairsAreBounded) {
  const auto config = configured(
      "[[rules]]\nid = 'a'\nregex = 'aa_.+'\n[[rules.required]]\nid = 'b'\n"
      "[[rules]]\nid = 'b'\nregex = 'bb_.+'\n");
  EXPECT_EQ(rule_of(config, "a").max_length, kMaxPairedLength);
  EXPECT_EQ(rule_of(config, "b").max_length, kMaxPairedLength);
}

TEST(Configuration, FilesThatExtendEachOtherInARingAreRead) {
  const auto config = configured(
      "[extend]\npath = 'c.toml'\n", false,
      {{"c.toml", "[extend]\npath = 'c.toml'\n" + std::string(kOne)}});
  EXPECT_EQ(rule_of(config, "one").id, "one");
  EXPECT_EQ(config->warnings.size(), 1u);
}

TEST(Configuration, SaysWhereAFaultIs) {
  EXPECT_EQ(fault_in("[[rules]]\nregex = 'a'\n"), "c.toml:1: id: is missing");
  EXPECT_EQ(fault_in("[[rules]]\nid = 'x'\nregex = 'ab'\nentropy = 'high'\n"),
            "c.toml:4: rule x: entropy: is a string, not a number");
  EXPECT_EQ(fault_in("[[rules]]\nid = 'x'\n"),
            "c.toml:1: rule x: has no regex or path, and is no rule that is "
            "extended");
}

}  // namespace
}  // namespace patrol

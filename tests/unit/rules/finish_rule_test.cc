#include "scanner/rules/finish_rule.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/unit/rules/rule_text.h"

namespace patrol {
namespace {

TEST(FinishRule, NeedsIdAndRegexAlone) {
  auto rules = parse("rules = [{id = 'a', regex = 'abc'}]");
  ASSERT_TRUE(rules) << rules.error().message;
  const Rule& rule = only(rules);
  EXPECT_EQ(rule.name, "a");
  EXPECT_EQ(rule.severity, Severity::kHigh);
  EXPECT_EQ(rule.confidence, Confidence::kHigh);
  EXPECT_EQ(rule.secret_group, 0u);
  EXPECT_TRUE(rule.examples.empty());
}

TEST(FinishRule, DerivesTheTrigger) {
  auto rules = parse(rule_with(""));
  ASSERT_TRUE(rules);
  EXPECT_FALSE(only(rules).trigger.literals.empty());
}

TEST(FinishRule, KeepsAMaxLengthThatTheRegexDoesNotSet) {
  auto rules = parse("rules = [{id='a', regex='abc[a-z]+', max_length=77}]");
  ASSERT_TRUE(rules);
  EXPECT_EQ(only(rules).max_length, 77u);
}

TEST(FinishRule, FindsTheSecretsGroup) {
  const struct {
    const char* regex;
    const char* more;
    std::uint32_t group;
  } kCases[] = {
      {"abc", "", 0},
      {"a(?:b)c", "", 0},
      {"a(b)c", "", 1},
      {"a(b)(c)", "", Rule::kFirstFilled},
      {"a(b)(c)", "secretGroup = 2", 2},
      {"a(b)c", "secretGroup = 0", 1},  // as in gitleaks: 0 is unset
      {"a(b)(?P<secret>c)", "", 2},
      {"a(b)(?P<secret>c)", "secretGroup = 1", 2},
  };
  for (const auto& c : kCases) {
    auto rules = parse("[[rules]]\nid='a'\nregex='" + std::string(c.regex) +
                       "'\n" + c.more);
    ASSERT_TRUE(rules) << rules.error().message;
    EXPECT_EQ(only(rules).secret_group, c.group) << c.regex << " " << c.more;
  }
}

TEST(FinishRule, TakesAUsersSecretAsChosenByAPersonUntilProvedOtherwise) {
  const struct {
    const char* fields;
    bool human_chosen;
  } kCases[] = {
      {"", true},
      {"checksum = 'crc'", false},
      {"human_chosen = false", false},
      {"checksum = 'crc'\nhuman_chosen = true", true},
  };
  for (const auto& c : kCases) {
    auto rules = parse(rule_with(c.fields));
    ASSERT_TRUE(rules);
    EXPECT_EQ(only(rules).human_chosen, c.human_chosen) << c.fields;
  }
}

TEST(FinishRule, TakesTheCataloguesSecretsAsMadeByMachines) {
  auto rules = parse(rule_with(kWords), RuleOrigin::kCatalogue);
  ASSERT_TRUE(rules) << rules.error().message;
  EXPECT_FALSE(only(rules).human_chosen);
}

TEST(FinishRule, RefusesWhatMakesNoRule) {
  expect_errors({
      {"[[rules]]\nregex = 'abc'", "x.toml:1: id: is missing"},
      {"\n[[rules]]\nid = 'a'", "x.toml:2: rule a: regex: is missing"},
      {"[[rules]]\nid = ''", "x.toml:2: id: is empty"},
      {"[[rules]]\nid = 7", "x.toml:2: id: is an integer, not a string"},
      {"[[rules]]\nid = 'A b'",
       "x.toml:2: id: \"A b\" holds something else than a-z, 0-9, -"},
      {"[[rules]]\nid = \"a\\nb\"",
       "x.toml:2: id: \"a\\x0Ab\" holds something else than a-z, 0-9, -"},
      {"[[rules]]\nid = 'é'",
       "x.toml:2: id: \"é\" holds something else than a-z, 0-9, -"},
      {"[[rules]]\nid = 'a'\nregex = ''", "x.toml:3: rule a: regex: is empty"},
  });
}

TEST(FinishRule, RefusesAGroupThatTheRegexDoesNotHave) {
  expect_errors({
      {rule_with("secretGroup = 2"),
       "x.toml:4: rule a-1: secretGroup: 2 is no group of the regex, which has "
       "1"},
  });
}

TEST(FinishRule, RefusesWhatDetectDoesNotKnow) {
  expect_errors({
      {rule_with("checksum = 'luhn'"),
       "x.toml:4: rule a-1: checksum: \"luhn\" is not a checksum that patrol "
       "has"},
      {rule_with("structure = 'pem'"),
       "x.toml:4: rule a-1: structure: \"pem\" is not a structure that patrol "
       "has"},
      {rule_with("checksum_seeds = ['Default0']"),
       "x.toml:4: rule a-1: checksum_seeds: needs a checksum"},
      {rule_with("checksum = 'crc'\nchecksum_seeds = ['Default0', 'short']"),
       "x.toml:5: rule a-1: checksum_seeds: item 2: is not 8 ASCII characters"},
      {rule_with("checksum = 'crc'\nchecksum_seeds = ['Defaultö']"),
       "x.toml:5: rule a-1: checksum_seeds: item 1: is not 8 ASCII characters"},
  });
}

TEST(FinishRule, RefusesBrokenClaimsAndRemediations) {
  expect_errors({
      {rule_with("claims = [{name = 'iss', contains = 'x'}]"),
       "x.toml:4: rule a-1: claims: needs structure = \"jwt\""},
      {rule_with("claims = ['iss']"),
       "x.toml:4: rule a-1: claims: item 1: is a string, not a table"},
      {rule_with("claims = [{name = 'iss'}]"),
       "x.toml:4: rule a-1: claims: item 1: contains is missing"},
      {rule_with("claims = [{nam = 'iss', contains = 'x'}]"),
       "x.toml:4: rule a-1: claims: item 1: nam is not a field of a claim: did "
       "you mean name?"},
      {rule_with("remediation = 'x'"),
       "x.toml:4: rule a-1: remediation: is a string, not a table"},
      {rule_with("[rules.remediation]\ntext = 'x'"),
       "x.toml:4: rule a-1: remediation: url is missing"},
      {rule_with("[rules.remediation]\ntext = 'x'\nurl = 1"),
       "x.toml:6: rule a-1: remediation: url is an integer, not a string"},
      {rule_with("[rules.remediation]\ntext = 'x'\nuri = 'x'"),
       "x.toml:6: rule a-1: remediation: uri is not a field of a remediation: "
       "did you mean url?"},
  });
}

TEST(FinishRule, RefusesARegexThatDoesNotParse) {
  const std::string message = error_of("\n[[rules]]\nid='a'\n\nregex='a(b'\n");
  EXPECT_EQ(message.substr(0, 24), "x.toml:5: rule a: regex:") << message;
}

TEST(FinishRule, DemandsWholeRulesOfTheCatalogue) {
  for (std::string_view field : {"name", "description", "opens", "severity",
                                 "examples", "counterexamples"}) {
    std::string words(kWords);
    const std::size_t at = words.find("\n" + std::string(field) + " =") + 1;
    words.erase(at, words.find('\n', at) - at);
    EXPECT_EQ(error_of(rule_with(words), RuleOrigin::kCatalogue),
              "x.toml:1: rule a-1: " + std::string(field) +
                  ": is missing: every rule of the catalogue has it");
  }
  EXPECT_EQ(error_of(rule_with(kWords.substr(0, kWords.find("[rules."))),
                     RuleOrigin::kCatalogue),
            "x.toml:1: rule a-1: remediation: is missing: every rule of the "
            "catalogue has it");
}

TEST(FinishRule, DemandsABound) {
  const std::string toml = "[[rules]]\nid='a'\nregex='abc[a-z]+'\n";
  EXPECT_EQ(error_of(toml),
            "x.toml:3: rule a: max_length: needed, because the regex is "
            "unbounded");
  EXPECT_EQ(error_of(toml + "\nmax_length = 100000\n"),
            "x.toml:5: rule a: max_length: 100000 is more than 32768");
}

}  // namespace
}  // namespace patrol

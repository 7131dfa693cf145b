#include "scanner/rules/toml_rules.h"

#include <gtest/gtest.h>

#include <array>
#include <random>
#include <string>
#include <string_view>

#include "tests/unit/rules/rule_text.h"

namespace patrol {
namespace {

TEST(TomlRules, ReadsEveryField) {
  auto rules = parse(R"(
[[rules]]
id = "contoso-key"
name = "Contoso key"
description = "A key."
opens = "A portal."
regex = '''contoso_([a-z]{2})_([0-9])'''
secretGroup = 2
severity = "critical"
confidence = "medium"
entropy = 3.5
checksum = "crc"
checksum_seeds = ["Default0", "ABCDEFGH"]
structure = "jwt"
claims = [{name = "iss", contains = "contoso"}, {name = "aud", contains = "x"}]
near = ["contoso", "portal"]
max_length = 77
human_chosen = true
generic = true
aliases = ["SEC101/102"]
tags = ["cloud"]
references = ["https://contoso.example/format"]
examples = ["whole", ["in ", "two ", "pieces"]]
counterexamples = [["a", "b"]]
[rules.remediation]
text = "Revoke it."
url = "https://contoso.example/keys"
)");
  ASSERT_TRUE(rules) << rules.error().message;
  const Rule& rule = only(rules);
  EXPECT_EQ(rule.id, "contoso-key");
  EXPECT_EQ(rule.name, "Contoso key");
  EXPECT_EQ(rule.description, "A key.");
  EXPECT_EQ(rule.opens, "A portal.");
  EXPECT_EQ(rule.regex, "contoso_([a-z]{2})_([0-9])");
  EXPECT_EQ(rule.secret_group, 2u);
  EXPECT_EQ(rule.severity, Severity::kCritical);
  EXPECT_EQ(rule.confidence, Confidence::kMedium);
  EXPECT_EQ(rule.entropy, 3.5);
  EXPECT_EQ(rule.checksum, "crc");
  EXPECT_EQ(texts(rule.checksum_seeds), (Texts{"Default0", "ABCDEFGH"}));
  EXPECT_EQ(rule.structure, "jwt");
  ASSERT_EQ(rule.claims.size(), 2u);
  EXPECT_EQ(rule.claims[0].name, "iss");
  EXPECT_EQ(rule.claims[1].contains, "x");
  EXPECT_EQ(texts(rule.near), (Texts{"contoso", "portal"}));
  EXPECT_TRUE(rule.human_chosen);
  EXPECT_TRUE(rule.generic);
  EXPECT_EQ(texts(rule.aliases), Texts{"SEC101/102"});
  EXPECT_EQ(texts(rule.tags), Texts{"cloud"});
  EXPECT_EQ(texts(rule.references), Texts{"https://contoso.example/format"});
  EXPECT_EQ(texts(rule.examples), (Texts{"whole", "in two pieces"}));
  EXPECT_EQ(texts(rule.counterexamples), Texts{"ab"});
  EXPECT_EQ(rule.remediation.text, "Revoke it.");
  EXPECT_EQ(rule.remediation.url, "https://contoso.example/keys");
}

TEST(TomlRules, TakesAWholeNumberAsEntropy) {
  auto rules = parse(rule_with("entropy = -1"));
  ASSERT_TRUE(rules);
  EXPECT_EQ(only(rules).entropy, -1.0);
}

TEST(TomlRules, TakesWindowsLineEndsAndAByteOrderMark) {
  EXPECT_TRUE(parse("\xEF\xBB\xBF[[rules]]\r\nid='a'\r\nregex='abc'\r\n"));
}

TEST(TomlRules, RefusesWhatIsNoListOfRules) {
  expect_errors({
      {"", "x.toml: holds no rules"},
      {"# nothing\n", "x.toml: holds no rules"},
      {"rules = []", "x.toml: holds no rules"},
      {"\n[rules]\nid = 'a'",
       "x.toml:2: rules: is not an array of tables: "
       "write [[rules]]"},
      {"rules = [1]",
       "x.toml:1: rules: is not an array of tables: write "
       "[[rules]]"},
      {"\n\n[[rule]]\nid = 'a'",
       "x.toml:3: rule: is not a field of a file of "
       "rules: did you mean rules?"},
      {"title = 'x'", "x.toml:1: title: is not a field of a file of rules"},
  });
}

TEST(TomlRules, RefusesWhatIsNotToml) {
  expect_errors({
      {"a = \n",
       "x.toml:1: is not TOML: Error while parsing key-value pair: "
       "expected value, saw '\\n'"},
      {"[[rules]]\nid = 'a'\nid = 'b'\n",
       "x.toml:3: is not TOML: Error while parsing key-value pair: cannot "
       "redefine existing string 'id'"},
      {"[[rules]]\nid = \"\\q\"",
       "x.toml:2: is not TOML: Error while parsing "
       "string: unknown escape sequence '\\q'"},
      {"[[[",
       "x.toml:1: is not TOML: Error while parsing key: expected "
       "bare key starting character or string delimiter, saw "
       "'['"},
  });
}

TEST(TomlRules, RefusesBytesThatAreNotUtf8AndNamesTheLine) {
  const std::string message = error_of("[[rules]]\nid = 'a'\nname = '\xFF'\n");
  EXPECT_EQ(message.substr(0, 23), "x.toml:3: is not TOML: ") << message;
}

// Letters for which toml++ 3.3, left alone, runs into undefined behaviour.
TEST(TomlRules, BearsLettersBeyondAscii) {
  auto rules = parse(rule_with("name = \"\"\"\\\n é\"\"\""));
  ASSERT_TRUE(rules) << rules.error().message;
  EXPECT_EQ(only(rules).name, "é");
  EXPECT_EQ(error_of("[é]\n").substr(0, 9), "x.toml:1:");
  EXPECT_EQ(error_of("[aЏ]\n").substr(0, 9), "x.toml:1:");
}

// What the sanitizers look on: a rule file with random bytes replaced, left
// out and put in.
TEST(TomlRules, SaysOneLineAboutDamagedFiles) {
  constexpr std::array<std::string_view, 16> kPieces = {
      "[", "]",  "{",  "}",       "\"", "'''",      "=",   ".",
      ",", "\n", "\\", "\\u00e9", "é",  "\xFF\xC3", "#\r", "1e9"};
  const std::string good =
      rule_with("claims = [{name = 'iss', contains = 'x'}]\n") +
      std::string(kWords);
  std::mt19937 random(1);
  for (int round = 0; round < 5000; ++round) {
    std::string bad = good;
    for (std::size_t n = random() % 4 + 1; n > 0; --n) {
      bad.replace(random() % bad.size(), random() % 4,
                  kPieces[random() % kPieces.size()]);
    }
    const auto rules = parse(bad);
    if (rules) continue;
    const std::string& message = rules.error().message;
    ASSERT_EQ(message.substr(0, 7), "x.toml:") << bad;
    ASSERT_EQ(message.find('\n'), message.npos) << bad;
  }
}

TEST(TomlRules, RefusesDepthThatWouldExhaustTheStack) {
  std::string key = "a";
  for (int i = 0; i < 100000; ++i) key += ".a";
  EXPECT_EQ(error_of("\n[" + key + "]\n"),
            "x.toml:2: a key has more than 16 names");
  const std::string nested = error_of("a = " + std::string(100000, '['));
  EXPECT_NE(nested.find("maximum nested value depth"), nested.npos) << nested;
}

TEST(TomlRules, RefusesFieldsThatItDoesNotKnow) {
  expect_errors({
      {rule_with("sevrity = 'high'"),
       "x.toml:4: rule a-1: sevrity: is not a field of a rule: did you mean "
       "severity?"},
      {rule_with("secret_group = 1"),
       "x.toml:4: rule a-1: secret_group: is not a field of a rule: did you "
       "mean secretGroup?"},
      {rule_with("colour = 'red'"),
       "x.toml:4: rule a-1: colour: is not a field of a rule"},
      {rule_with("\"a\\tb\" = 1"),
       "x.toml:4: rule a-1: a\\x09b: is not a field of a rule"},
  });
}

TEST(TomlRules, RefusesWordsThatAreNoLevel) {
  expect_errors({
      {rule_with("severity = \"hgih\""),
       "x.toml:4: rule a-1: severity: \"hgih\" is not one of low, medium, "
       "high, critical"},
      {rule_with("severity = 1"),
       "x.toml:4: rule a-1: severity: is an integer, not a string"},
      {rule_with("confidence = \"sure\""),
       "x.toml:4: rule a-1: confidence: \"sure\" is not one of low, medium, "
       "high"},
      {rule_with("confidence = \"certain\""),
       "x.toml:4: rule a-1: confidence: \"certain\" is not for a rule to "
       "claim: only check digits that hold make a finding certain"},
  });
}

TEST(TomlRules, RefusesNumbersOutOfRange) {
  expect_errors({
      {rule_with("entropy = '3'"),
       "x.toml:4: rule a-1: entropy: is a string, not a number"},
      {rule_with("entropy = nan"),
       "x.toml:4: rule a-1: entropy: is not a number of bits within -8 and 8"},
      {rule_with("entropy = 9"),
       "x.toml:4: rule a-1: entropy: is not a number of bits within -8 and 8"},
      {rule_with("secretGroup = 1.0"),
       "x.toml:4: rule a-1: secretGroup: is a number with a point, not an "
       "integer"},
      {rule_with("secretGroup = -1"),
       "x.toml:4: rule a-1: secretGroup: -1 is out of range"},
      {rule_with("max_length = 4294967296"),
       "x.toml:4: rule a-1: max_length: 4294967296 is out of range"},
      {rule_with("generic = 1"),
       "x.toml:4: rule a-1: generic: is an integer, not true or false"},
      {rule_with("human_chosen = 2026-11-23"),
       "x.toml:4: rule a-1: human_chosen: is a date or time, not true or "
       "false"},
  });
}

TEST(TomlRules, RefusesListsOfSomethingElse) {
  expect_errors({
      {rule_with("tags = 'x'"),
       "x.toml:4: rule a-1: tags: is a string, not an array of strings"},
      {rule_with("near = [\n'x',\n7]"),
       "x.toml:6: rule a-1: near: item 2: is an integer, not a string"},
      {rule_with("near = ['']"), "x.toml:4: rule a-1: near: item 1: is empty"},
      {rule_with("near = [['x']]"),
       "x.toml:4: rule a-1: near: item 1: is an array, not a string"},
      {rule_with("examples = [['a', 1]]"),
       "x.toml:4: rule a-1: examples: item 1: is an integer, not a string"},
      {rule_with("examples = [[]]"),
       "x.toml:4: rule a-1: examples: item 1: is empty"},
      {rule_with("counterexamples = 'x'"),
       "x.toml:4: rule a-1: counterexamples: is a string, not an array of "
       "strings"},
  });
}

}  // namespace
}  // namespace patrol

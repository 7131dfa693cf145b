#include "scanner/rules/ruleset.h"

#include <gtest/gtest.h>

#include <functional>
#include <limits>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "scanner/rules/rule_storage.h"

namespace patrol {
namespace {

Rule rule(Text id, View<Text> aliases = {}) {
  Rule made;
  made.id = id;
  made.regex = "abc";
  made.aliases = aliases;
  return made;
}

std::vector<std::string> ids(const RuleSet& rules) {
  std::vector<std::string> all;
  for (const Rule& r : rules.rules()) all.emplace_back(r.id);
  return all;
}

constexpr Text kAliases[] = {"SEC101/102", "x"};

TEST(RuleSet, IsSortedById) {
  const RuleSet rules({rule("b"), rule("c"), rule("a")});
  EXPECT_EQ(ids(rules), (std::vector<std::string>{"a", "b", "c"}));
  EXPECT_EQ(rules[RuleIndex{1}].id, "b");
}

TEST(RuleSet, FindsByIdAndByAlias) {
  const RuleSet rules({rule("b", kAliases), rule("a")});
  EXPECT_EQ(rules.find("a"), RuleIndex{0});
  EXPECT_EQ(rules.find("b"), RuleIndex{1});
  EXPECT_EQ(rules.find("SEC101/102"), RuleIndex{1});
  EXPECT_EQ(rules.find("aa"), std::nullopt);
  EXPECT_EQ(rules.find("z"), std::nullopt);
  EXPECT_EQ(rules.find(""), std::nullopt);
}

// Possible after a merge: the one who wrote rule "x" means that one.
TEST(RuleSet, PrefersAnIdToAnAlias) {
  const RuleSet rules({rule("a", kAliases), rule("x")});
  EXPECT_EQ(rules.find("x"), RuleIndex{1});
}

TEST(RuleSet, MergesInOrder) {
  const auto merged =
      RuleSet::merge(RuleSet({rule("a"), rule("d")}), RuleSet({rule("b")}));
  ASSERT_TRUE(merged);
  EXPECT_EQ(ids(*merged), (std::vector<std::string>{"a", "b", "d"}));
}

TEST(RuleSet, RefusesToMergeAnIdThatBothHave) {
  const auto merged =
      RuleSet::merge(RuleSet({rule("a"), rule("b")}), RuleSet({rule("b")}));
  ASSERT_FALSE(merged);
  EXPECT_EQ(merged.error().message,
            "rule b: id: is taken already by a rule of the other set");
}

TEST(RuleSet, KeepsTheTextOfWhatItWasMergedFrom) {
  auto storage = std::make_shared<RuleStorage>();
  std::vector<Rule> loaded = {rule(storage->keep("loaded"))};
  auto merged = RuleSet::merge(RuleSet({rule("a")}),
                               RuleSet(std::move(loaded), std::move(storage)));
  ASSERT_TRUE(merged);
  EXPECT_EQ(ids(*merged), (std::vector<std::string>{"a", "loaded"}));
}

// ---- The digest -------------------------------------------------------------

std::string digest(const Rule& r) { return RuleSet({r}).digest(); }

TEST(RuleSetDigest, HasTheFormOfADigest) {
  const std::string text = digest(rule("a"));
  EXPECT_EQ(text.size(), 7 + 64u);
  EXPECT_EQ(text.substr(0, 7), "sha256:");
  EXPECT_EQ(text.find_first_not_of("0123456789abcdef", 7), text.npos);
}

TEST(RuleSetDigest, DoesNotDependOnOrderOrStorage) {
  const RuleSet a({rule("a"), rule("b")});
  const std::string id = "a";  // the same text elsewhere
  const RuleSet b({rule("b"), rule(id)}, std::make_shared<RuleStorage>());
  EXPECT_EQ(a.digest(), b.digest());
}

TEST(RuleSetDigest, ChangesWithEachFieldThatDecidesWhatIsFound) {
  static constexpr Text kOne[] = {"one"};
  static constexpr Claim kClaim[] = {{"iss", "x"}};
  static constexpr LiteralTrigger kLiteral[] = {{"abc", false, {}}};
  static constexpr LiteralTrigger kCaseless[] = {{"abc", true, {}}};
  static constexpr LiteralTrigger kFar[] = {{"abc", false, {1, 2, false}}};
  static constexpr LiteralTrigger kBehindNone[] = {
      {"abc", false, {}, ByteSet{}}};
  static constexpr LiteralTrigger kBeforeNone[] = {
      {"abc", false, {}, any_byte(), ByteSet{}}};
  const std::vector<std::function<void(Rule&)>> kChanges = {
      [](Rule&) {},
      [](Rule& r) { r.id = "b"; },
      [](Rule& r) { r.regex = "abcd"; },
      [](Rule& r) { r.secret_group = 1; },
      [](Rule& r) { r.severity = Severity::kLow; },
      [](Rule& r) { r.confidence = Confidence::kLow; },
      [](Rule& r) { r.entropy = 3; },
      [](Rule& r) { r.entropy = std::numeric_limits<double>::denorm_min(); },
      [](Rule& r) { r.checksum = "one"; },
      [](Rule& r) { r.checksum_seeds = kOne; },
      [](Rule& r) { r.structure = "one"; },
      [](Rule& r) { r.claims = kClaim; },
      [](Rule& r) { r.near = kOne; },
      [](Rule& r) { r.max_length = 1; },
      [](Rule& r) { r.human_chosen = true; },
      [](Rule& r) { r.generic = true; },
      [](Rule& r) { r.trigger.literals = kLiteral; },
      [](Rule& r) { r.trigger.literals = kCaseless; },
      [](Rule& r) { r.trigger.literals = kFar; },
      [](Rule& r) { r.trigger.literals = kBehindNone; },
      [](Rule& r) { r.trigger.literals = kBeforeNone; },
      [](Rule& r) { r.trigger.run.set.add('a'); },
      [](Rule& r) { r.trigger.run.length = 1; },
      [](Rule& r) { r.trigger.run.reach.before = 1; },
      [](Rule& r) { r.trigger.run.reach.after = 1; },
      [](Rule& r) { r.trigger.run.reach.fixed_start = true; },
  };
  std::set<std::string> seen;
  for (std::size_t i = 0; i < kChanges.size(); ++i) {
    Rule changed = rule("a");
    kChanges[i](changed);
    EXPECT_TRUE(seen.insert(digest(changed)).second) << "change " << i;
  }
}

TEST(RuleSetDigest, DoesNotChangeWithWordsForPeople) {
  Rule r = rule("a");
  const std::string before = digest(r);
  r.name = r.description = r.opens = "words";
  r.aliases = r.tags = r.references = kAliases;
  r.examples = r.counterexamples = kAliases;
  r.remediation = {"words", "words"};
  EXPECT_EQ(digest(r), before);
}

TEST(RuleSetDigest, KeepsNeighboursApart) {
  Rule a = rule("a");
  a.regex = "bc";
  Rule b = rule("ab");
  b.regex = "c";
  EXPECT_NE(digest(a), digest(b));
  EXPECT_NE(RuleSet({rule("a"), rule("b")}).digest(), digest(rule("a")));
}

}  // namespace
}  // namespace patrol

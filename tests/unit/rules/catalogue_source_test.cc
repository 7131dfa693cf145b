#include "scanner/rules/catalogue_source.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "scanner/detect/prefilter.h"
#include "scanner/detect/rule_check.h"
#include "scanner/rules/load.h"

namespace patrol {
namespace {

// patterns/, read now instead of when the program was built.
RuleSet read_patterns() {
  auto rules = load_rules(std::filesystem::path(PATROL_SOURCE_DIR) / "patterns",
                          load_options(RuleOrigin::kCatalogue));
  EXPECT_TRUE(rules) << rules.error().message;
  return *std::move(rules);
}

void expect_same(View<Text> a, View<Text> b, Text rule) {
  EXPECT_TRUE(std::equal(a.begin(), a.end(), b.begin(), b.end())) << rule;
}

TEST(BuiltinRules, FindWhatThePatternsFind) {
  const RuleSet built = builtin_rules();
  const RuleSet same({built.rules().begin(), built.rules().end()});
  EXPECT_EQ(same.digest(), read_patterns().digest());
}

TEST(BuiltinRules, BringTheirDigest) {
  EXPECT_EQ(builtin_rules().digest(), read_patterns().digest());
}

// What the digest leaves out.
TEST(BuiltinRules, SayWhatThePatternsSay) {
  const RuleSet built = builtin_rules();
  const RuleSet read = read_patterns();
  ASSERT_EQ(built.size(), read.size());
  for (std::size_t i = 0; i < built.size(); ++i) {
    const Rule& a = built.rules()[i];
    const Rule& b = read.rules()[i];
    EXPECT_EQ(a.name, b.name);
    EXPECT_EQ(a.description, b.description) << a.id;
    EXPECT_EQ(a.opens, b.opens) << a.id;
    EXPECT_EQ(a.remediation.text, b.remediation.text) << a.id;
    EXPECT_EQ(a.remediation.url, b.remediation.url) << a.id;
    expect_same(a.aliases, b.aliases, a.id);
    expect_same(a.tags, b.tags, a.id);
    expect_same(a.references, b.references, a.id);
    expect_same(a.examples, b.examples, a.id);
    expect_same(a.counterexamples, b.counterexamples, a.id);
  }
}

TEST(BuiltinDatabase, BelongsToTheRules) {
  const RuleSet rules = builtin_rules();
  const auto compiled = Prefilter::compile_portable(rules);
  ASSERT_TRUE(compiled) << compiled.error().message;
  EXPECT_EQ(builtin_database(), *compiled);
  EXPECT_TRUE(Prefilter::load(rules, builtin_database()));
}

RuleSet one_rule(Text regex) {
  Rule rule;
  rule.id = "a";
  rule.regex = regex;
  return RuleSet(std::vector<Rule>{rule});
}

TEST(CatalogueSource, EscapesWhatALiteralCannotHold) {
  const struct {
    Text text;
    std::string_view literal;
  } kCases[] = {
      {"", R"(.regex = {"", 0})"},
      {R"(\b"a"\\)", R"(.regex = {"\\b\"a\"\\\\", 7})"},
      {R"(a??/b??)", R"(.regex = {"a\?\?/b\?\?", 7})"},  // trigraphs
      {"\xC3\xA9"
       "8",
       R"(.regex = {"\303\2518", 3})"},
      {"\n\x7F\t", R"(.regex = {"\012\177\011", 3})"},
      {Text("\0"
            "1",
            2),
       R"(.regex = {"\0001", 2})"},
  };
  for (const auto& c : kCases) {
    const std::string source = catalogue_source(one_rule(c.text));
    EXPECT_NE(source.find(c.literal), source.npos) << c.literal;
  }
}

TEST(CatalogueSource, HasNoLongLines) {
  const std::string regex(50000, '\xFF');
  const std::string source = catalogue_source(one_rule(regex));
  std::size_t longest = 0;
  for (std::size_t at = 0; at < source.size();) {
    const std::size_t end = source.find('\n', at);
    longest = std::max(longest, end - at);
    at = end + 1;
  }
  EXPECT_LT(longest, 300u);
}

TEST(CatalogueSource, IsTheSameForTheSameRules) {
  EXPECT_EQ(catalogue_source(builtin_rules()),
            catalogue_source(builtin_rules()));
}

}  // namespace
}  // namespace patrol

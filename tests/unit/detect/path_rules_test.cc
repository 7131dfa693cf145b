#include "scanner/detect/path_rules.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace patrol {
namespace {

Rule rule(Text id, Text path, Text regex) {
  Rule made;
  made.id = id;
  made.path = path;
  made.regex = regex;
  return made;
}

const RuleSet& rules() {
  static const RuleSet kRules({rule("a-anywhere", "", "x"),
                               rule("b-yaml", R"(\.ya?ml$)", "x"),
                               rule("c-p12", R"(\.p12$)", "")});
  return kRules;
}

TEST(PathRules, ARuleAppliesWhereItsPathMatches) {
  const auto paths = PathRules::make(rules(), {true, true, true});
  ASSERT_TRUE(paths);
  EXPECT_TRUE(paths->applies(RuleIndex{0}, "a.txt"));
  EXPECT_TRUE(paths->applies(RuleIndex{1}, "a/b.yml"));
  EXPECT_FALSE(paths->applies(RuleIndex{1}, "a.yml/b"));
}

TEST(PathRules, APathAloneIsADetection) {
  const auto paths = PathRules::make(rules(), {true, true, true});
  ASSERT_TRUE(paths);
  const auto found = paths->detect("keys/a.p12");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].rule, RuleIndex{2});
  EXPECT_EQ(found[0].secret.reveal(), "file detected: keys/a.p12");
  EXPECT_TRUE(paths->detect("a.yml").empty());
}

TEST(PathRules, ARuleThatIsSwitchedOffDetectsNothing) {
  const auto paths = PathRules::make(rules(), {true, true, false});
  ASSERT_TRUE(paths);
  EXPECT_TRUE(paths->detect("a.p12").empty());
  EXPECT_TRUE(paths->of_paths_alone().empty());
}

TEST(PathRules, AnExpressionThatRe2RefusesIsAnError) {
  const RuleSet broken({rule("x", "(", "")});
  const auto paths = PathRules::make(broken, {true});
  ASSERT_FALSE(paths);
  EXPECT_NE(paths.error().message.find("rule x: path"), std::string::npos);
}

}  // namespace
}  // namespace patrol

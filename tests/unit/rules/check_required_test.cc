#include "scanner/rules/check_required.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/unit/rules/rule_text.h"

namespace patrol {
namespace {

std::string pair_of(const std::string& required, const std::string& first = {},
                    const std::string& regex = "[A-Z]{12}") {
  return "[[rules]]\nid = \"a-id\"\nregex = '''id_[a-z]{8}'''\n"
         "aliases = [\"other-id\"]\n" +
         first + "[[rules]]\nid = \"b-1\"\nregex = '''" + regex + "'''\n" +
         required;
}

TEST(CheckRequired, TakesIdsAndAliasesWithTheirDistances) {
  const auto rules = parse(pair_of(R"(
[[rules.required]]
id = "a-id"
withinLines = 5
[[rules.required]]
id = "other-id"
withinColumns = 80
)"));
  ASSERT_TRUE(rules) << rules.error().message;
  const View<Required> required = rules->rules()[1].required;
  ASSERT_EQ(required.size(), 2u);
  EXPECT_EQ(required[0].id, "a-id");
  EXPECT_EQ(required[0].within_lines, 5u);
  EXPECT_EQ(required[0].within_columns, Required::kAnyDistance);
  EXPECT_EQ(required[1].id, "other-id");
  EXPECT_EQ(required[1].within_lines, Required::kAnyDistance);
  EXPECT_EQ(required[1].within_columns, 80u);
}

TEST(CheckRequired, NamesWhatIsWrong) {
  expect_errors({
      {pair_of("required = [{ id = \"c\" }]"),
       "x.toml:8: rule b-1: required: \"c\" is no rule"},
      {pair_of("required = [{ id = \"b-1\" }]"),
       "x.toml:8: rule b-1: required: is the rule itself"},
      {pair_of("required = [{ id = \"a-id\" }]",
               "required = [{ id = \"b-1\" }]\n"),
       "x.toml:5: rule a-id: required: \"b-1\" requires rules itself"},
      {pair_of("required = [{ id = \"a-id\" }]\nmax_length = 5000", "",
               "[A-Z]{16,}"),
       "x.toml:8: rule b-1: required: a match of b-1 may have 5000 bytes, more "
       "than the 4096 of a pair's half"},
      {pair_of("required = [{ withinLines = 5 }]"),
       "x.toml:8: rule b-1: required: item 1: id is missing"},
      {pair_of("required = [{ id = \"a-id\", lines = 5 }]"),
       "x.toml:8: rule b-1: required: item 1: lines is not a field of a "
       "required rule"},
      {pair_of("required = [{ id = \"a-id\", withinLines = -1 }]"),
       "x.toml:8: rule b-1: required: item 1: withinLines -1 is out of range"},
      {pair_of("required = \"a-id\""),
       "x.toml:8: rule b-1: required: is a string, not an array of tables"},
  });
}

TEST(CheckRequired, FindsRulesOfAnotherSet) {
  const auto others = parse(pair_of(""));
  ASSERT_TRUE(others);
  LoadOptions with_others = options(RuleOrigin::kUser);
  with_others.others = &*others;
  const std::string text =
      "[[rules]]\nid = \"z\"\nregex = '''x_[a-z]{9}'''\n"
      "required = [{ id = \"a-id\" }]\n";
  EXPECT_TRUE(parse_rules(text, "x.toml", with_others));
  EXPECT_EQ(error_of(text), "x.toml:4: rule z: required: \"a-id\" is no rule");
}

}  // namespace
}  // namespace patrol

// What the tests of rules/ share: rules as text, and what comes of them.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "scanner/rules/load.h"

namespace patrol {

// The fields that the catalogue demands, for a rule that is otherwise as short
// as can be.
inline constexpr std::string_view kWords = R"(
name = "Contoso key"
description = "A key of Contoso."
opens = "A portal."
severity = "high"
examples = ["contoso_ab"]
counterexamples = ["contoso_"]
[rules.remediation]
text = "Revoke it."
url = "https://contoso.example/keys"
)";

// As if detect/ had one checksum and one structure.
inline LoadOptions options(RuleOrigin origin) {
  return {origin, [](std::string_view name) { return name == "crc"; },
          [](std::string_view name) { return name == "jwt"; }};
}

inline Result<RuleSet> parse(std::string_view toml,
                             RuleOrigin origin = RuleOrigin::kUser) {
  return parse_rules(toml, "x.toml", options(origin));
}

inline std::string error_of(std::string_view toml,
                            RuleOrigin origin = RuleOrigin::kUser) {
  auto rules = parse(toml, origin);
  return rules ? "no error" : rules.error().message;
}

// A rule with `fields` after its id (line 2) and regex (line 3).
inline std::string rule_with(std::string_view fields) {
  return "[[rules]]\nid = \"a-1\"\nregex = '''contoso_([a-z]{2})'''\n" +
         std::string(fields);
}

inline const Rule& only(const Result<RuleSet>& rules) {
  EXPECT_EQ(rules->size(), 1u);
  return rules->rules()[0];
}

inline std::vector<std::string> texts(View<Text> view) {
  return {view.begin(), view.end()};
}

using Texts = std::vector<std::string>;

struct BadCase {
  std::string toml;
  std::string message;
};

inline void expect_errors(const std::vector<BadCase>& cases) {
  for (const BadCase& c : cases) {
    EXPECT_EQ(error_of(c.toml), c.message) << c.toml;
  }
}

}  // namespace patrol

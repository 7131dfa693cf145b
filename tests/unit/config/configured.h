// What the tests of config/ share: configurations as text, and what comes of
// them.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <string_view>

#include "scanner/config/configuration.h"
#include "scanner/detect/rule_check.h"

namespace patrol {

using Files = std::map<std::string, std::string>;

// `files`: those that [extend] may name.
inline Result<Configuration> configured(std::string_view toml,
                                        bool is_found = false,
                                        const Files& files = {}) {
  const auto read = [files](const std::string& path) -> Result<std::string> {
    const auto at = files.find(path);
    if (at == files.end()) return Error{"there is no such file"};
    return at->second;
  };
  return configure({.file = "c.toml",
                    .text = std::string(toml),
                    .is_of_user = !is_found,
                    .is_found = is_found,
                    .read = read},
                   load_options(RuleOrigin::kConfig));
}

inline std::string fault_in(std::string_view toml) {
  const auto config = configured(toml);
  return config ? "no error" : config.error().message;
}

// The rule with this id. A test that has none fails.
inline Rule rule_of(const Result<Configuration>& config, std::string_view id) {
  EXPECT_TRUE(config) << config.error().message;
  const RuleSet all = config->rules ? *config->rules : builtin_rules();
  const auto rules = all.rules();
  const auto at = std::ranges::find(rules, id, &Rule::id);
  EXPECT_NE(at, rules.end()) << id;
  return at == rules.end() ? Rule{} : *at;
}

}  // namespace patrol

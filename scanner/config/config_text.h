// A configuration as it is written: .patrol.toml, which has the keys of
// gitleaks' .gitleaks.toml and the fields of patrol's own rules
// (patterns/README.md), or a .gitleaks.toml as it is.
//
//   [extend]
//   useDefault = true                  patrol's catalogue
//   disabledRules = ["jwt"]
//
//   [[rules]]                          one of its own, or, with the id of one
//   id = "contoso-key"                 of what is extended, what is otherwise
//   regex = '''cdk_[a-z0-9]{36}'''     in that
//   keywords = ["cdk_"]
//     [[rules.allowlists]]
//     regexes = ['''0{36}''']
//
//   [[allowlists]]                     for all rules, or for targetRules
//   paths = ['''^vendor/''']
//
// Keys count in any case. A key that is not known is a warning, and so is one
// that would make patrol turn to others: a configuration may come with what is
// scanned. What a key must not hold is an error.
//
// What the parts mean together is configuration.h's.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scanner/core/result.h"
#include "scanner/rules/allowlist.h"
#include "scanner/rules/rule_storage.h"
#include "scanner/rules/toml_rules.h"

namespace patrol {

struct WrittenConfig {
  std::string file;
  bool use_default = false;
  std::string extend_path;
  std::vector<std::string> disabled_rules;
  std::vector<WrittenRule> rules;
  // Those of a rule stand here as well, and name it.
  std::vector<Allowlist> allowlists;
  std::vector<std::string> warnings;  // a line each
};

// `file` is what errors and warnings call it. The text of rules lives in
// `storage`.
// Error: rule_error.h's line about the first fault.
Result<WrittenConfig> read_config(std::string_view toml, std::string_view file,
                                  RuleStorage& storage);

}  // namespace patrol

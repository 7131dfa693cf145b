// What a configuration and those that it extends mean together: which rules
// there are, and what is no secret.
//
//   [extend] useDefault = true     the catalogue; each rule of the file that
//   has
//                                  the id (or an alias) of one changes that one
//   [extend] path = "base.toml"    the same with another file's rules
//   neither                        the file's rules alone, if the user named
//                                  it; else they are added to the catalogue
//
// What a rule changes of another: what it says. Tags and keywords are added to
// the other's (keywords only where that has any: the catalogue's rules need
// none), everything else takes its place. With another regex it is another rule
// to the eye: check digits, structure and what else belonged to the old one are
// gone.
//
// Where rules are added to the catalogue, one whose id is taken there is called
// "id-2", and its allowlists are about both.
//
// A file of the scanned tree makes patrol quieter, and no more: rules that it
// disables are looked for, and what they find is counted (`silenced`).
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/core/result.h"
#include "scanner/rules/allowlist.h"
#include "scanner/rules/load.h"
#include "scanner/rules/ruleset.h"

namespace patrol {

struct Configuration {
  std::string file;        // as messages call it
  bool is_of_user = true;  // else of what is scanned
  // Null: the catalogue as it is.
  std::shared_ptr<const RuleSet> rules = {};
  std::size_t rules_of_its_own = 0;
  std::vector<Allowlist> allowlists = {};
  std::vector<std::string> disabled = {};  // ids of rules
  std::vector<std::string> warnings = {};
};

// Where a configuration comes from.
struct ConfigSource {
  std::string file;  // as messages call it
  std::string text;
  bool is_of_user = true;
  bool is_found = false;  // by patrol; else the user named it
  // The text of what `path` of [extend] names. Error: it cannot be read.
  std::function<Result<std::string>(const std::string& path)> read;
};

// How many files may extend each other, the first not counted: gitleaks' limit.
inline constexpr int kDeepestExtension = 2;

// `options` as for load_rules(); `others` is set here. The rules' expressions
// are not yet known to be RE2's (detect/rule_check.h).
// Error: one line that names file, line, rule and field.
Result<Configuration> configure(const ConfigSource& source,
                                const LoadOptions& options);

}  // namespace patrol

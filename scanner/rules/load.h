// Rules from TOML: the catalogue's (patterns/, at build time) and a user's own
// (at start). patterns/README.md is the manual of the fields.
//
//   [[rules]]
//   id = "contoso-key"
//   regex = '''\bcontoso_(?P<secret>[a-z0-9]{32})\b'''
//   severity = "critical"
//
// All that can be wrong is said here, before anything is scanned, in one line
// that names file, line, rule and field (rule_error.h). Only the first error is
// told. An unknown field is an error: a misspelt `entropy` that is silently
// ignored is a rule that does something else than its writer believes.
//
// What a field needs of other folders comes in by LoadOptions, since rules/
// knows nothing of detect/. Each function returns rules with their triggers
// derived, ready for a Prefilter.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>

#include "scanner/core/result.h"
#include "scanner/rules/ruleset.h"

namespace patrol {

enum class RuleOrigin : std::uint8_t {
  // Complete: name, description, opens, severity, examples, counterexamples and
  // remediation are demanded.
  kCatalogue,
  // id and regex are enough (and max_length, where the regex has no bound).
  // Unless the rule says otherwise, its secret counts
  // as chosen by a person where no check digits prove the opposite: nothing is
  // known of such a rule, and a slow fingerprint harms less than one that can
  // be guessed.
  kUser,
  // id, and regex or path, are enough, and what no literal or bound helps to
  // find is looked for in whole texts. The rule is taken by its word
  // (Rule::as_written) unless it names check digits or a structure.
  kConfig,
};

struct LoadOptions {
  RuleOrigin origin = RuleOrigin::kUser;
  // Whether `checksum`, `structure` and `carrier` may have this value.
  // REQUIRES: not null.
  bool (*is_checksum)(std::string_view name) = nullptr;
  bool (*is_structure)(std::string_view name) = nullptr;
  bool (*is_carrier)(std::string_view name) = nullptr;
  // Rules that `required` may name besides those being loaded; null: none.
  const RuleSet* others = nullptr;
};

// Largest file that is read. The whole catalogue is far below it.
inline constexpr std::size_t kLargestRuleFile = 10'000'000;  // bytes

// The rules of one file, or of all *.toml of a folder: by name, not of its
// subfolders, not of hidden files. Symbolic links are followed; anything but a
// regular file is refused and never waited for.
// Error: see above; also an id or alias that two rules have, and a file or
// folder without a rule.
Result<RuleSet> load_rules(const std::filesystem::path& file_or_folder,
                           const LoadOptions& options);

// The rules of a text; `file_name` is what errors call it.
Result<RuleSet> parse_rules(std::string_view toml, std::string_view file_name,
                            const LoadOptions& options);

}  // namespace patrol

// TOML text into rules, field by field: the first of the two steps of load.h.
// It knows which fields there are and what each may hold; what the values mean
// together is the second step's (finish_rule.h).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scanner/core/result.h"
#include "scanner/rules/assignment_grammar.h"
#include "scanner/rules/rule.h"
#include "scanner/rules/rule_storage.h"

namespace patrol {

// A rule as somebody wrote it, and where. secret_group holds `secretGroup`
// unresolved; nothing is derived yet.
struct WrittenRule {
  Rule rule;
  GivenValue given;  // what the regex is to be made of, where there is none
  std::string file;
  std::uint32_t line = 0;  // of its [[rules]]
  // The fields that are there, each with its line.
  std::vector<std::pair<std::string_view, std::uint32_t>> fields;
};

// The rules of `toml` in the order in which they stand there; their text lives
// in `storage`. `file_name` is what errors call the text.
// Error: rule_error.h's line about the first fault.
Result<std::vector<WrittenRule>> read_toml_rules(std::string_view toml,
                                                 std::string_view file_name,
                                                 RuleStorage& storage);

}  // namespace patrol

// What the fields of a rule mean together: the second of the two steps of
// load.h. Names that must be known, fields that need each other, defaults, and
// all that is derived from the regex. Knows no TOML.
#pragma once

#include "scanner/core/result.h"
#include "scanner/rules/load.h"
#include "scanner/rules/rule_storage.h"
#include "scanner/rules/toml_rules.h"

namespace patrol {

// Makes `written.rule` ready to be used.
// Error: rule_error.h's line about the first fault; the rule is then of no use.
Result<void> finish_rule(WrittenRule& written, const LoadOptions& options,
                         RuleStorage& storage);

}  // namespace patrol

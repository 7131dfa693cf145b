// Third step of loading, over all rules together: does what `required` names
// exist, and can it be found?
#pragma once

#include <vector>

#include "scanner/core/result.h"
#include "scanner/rules/ruleset.h"
#include "scanner/rules/toml_rules.h"

namespace patrol {

// Each id that a rule of `written` requires must be that of another rule, of
// `written` or of `others` (null: there are none), directly or as an alias.
// That rule requires none itself, so there are pairs and no chains; neither is
// longer than kMaxPairedLength.
// Error: rule_error.h's line about the first fault.
Result<void> check_required(const std::vector<WrittenRule>& written,
                            const RuleSet* others);

}  // namespace patrol

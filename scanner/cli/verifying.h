// What --verify and `patrol verify` share: from flags to statuses.
#pragma once

#include "scanner/cli/options.h"
#include "scanner/core/finding.h"
#include "scanner/core/result.h"
#include "scanner/rules/ruleset.h"

namespace patrol {

// Asks about the findings of `report`, where that is wanted, and leaves out
// those that do not work, where that is. Returns when all are answered, or the
// user stopped it.
// Error: nobody can be asked, or the audit log cannot be written; the report is
// as it was.
Result<void> verify_report(const VerifyFlags& flags, const RuleSet& rules,
                           Report& report);

// Leaves out the findings that do not work, or of which nobody knows it.
void keep_working(Report& report);

}  // namespace patrol

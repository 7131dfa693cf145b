// What --verify, `patrol verify` and `patrol revoke` share: from flags to
// statuses.
#pragma once

#include "scanner/cli/options.h"
#include "scanner/core/finding.h"
#include "scanner/core/result.h"
#include "scanner/rules/ruleset.h"
#include "scanner/verify/inquiry.h"

namespace patrol {

// Asks about the findings of `report`, where that is wanted, and leaves out
// those that do not work, where that is. Returns when all are answered, or the
// user stopped it.
// Error: nobody can be asked, or the audit log cannot be written; the report is
// as it was.
Result<void> verify_report(const VerifyFlags& flags, const RuleSet& rules,
                           Report& report);

// Asks the providers to revoke `findings`, whose verdicts are then what came of
// it. It cannot be taken back. Error: as above, but that some may be revoked
// where the log cannot be written whole.
Result<void> revoke_findings(const VerifyFlags& flags, const RuleSet& rules,
                             std::vector<Finding>& findings);

VerifyPolicy policy_of(const VerifyFlags& flags);

// Leaves out the findings that do not work, or of which nobody knows it.
void keep_working(Report& report);

}  // namespace patrol

#include "scanner/cli/exit_status.h"

#include <algorithm>

namespace patrol {

int exit_status(const Report& report, const RuleSet& rules,
                const ExitPolicy& policy) {
  const bool found =
      std::ranges::any_of(report.findings, [&](const Finding& finding) {
        return policy.fail_on.live
                   ? works(finding.verification.status)
                   : rules[finding.rule].severity >= policy.fail_on.severity;
      });
  if (found && !policy.exit_zero) return policy.findings_status;
  const bool incomplete = report.scan.status != ScanStatus::kComplete;
  return incomplete && !policy.allow_partial ? kExitIncomplete : kExitClean;
}

}  // namespace patrol

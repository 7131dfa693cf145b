// What patrol exits with. Scripts and hooks go by it (CONTRACT 3), so the
// order of the cases is the contract: findings win over an incomplete scan, and
// a scan that saw less than it was asked to never ends like a clean one.
#pragma once

#include "scanner/core/finding.h"
#include "scanner/core/level.h"
#include "scanner/rules/ruleset.h"

namespace patrol {

inline constexpr int kExitClean = 0;
inline constexpr int kExitFindings = 1;
inline constexpr int kExitUsage = 2;  // nothing was scanned
inline constexpr int kExitIncomplete = 3;

// Which findings count.
struct FailOn {
  Severity severity = Severity::kLow;
  bool live = false;  // those alone of which the provider says that they work
};

struct ExitPolicy {
  FailOn fail_on = {};
  int findings_status = kExitFindings;  // --exit-code
  bool exit_zero = false;               // --exit-zero: findings do not count
  bool allow_partial = false;           // an incomplete scan does not count
};

int exit_status(const Report& report, const RuleSet& rules,
                const ExitPolicy& policy);

}  // namespace patrol

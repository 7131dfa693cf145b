// The secrets of a stored report. It has none, or shows them redacted, so each
// is read again where the report says that it stands, and known by its
// fingerprint:
//
//   report     fingerprint 3a1f…  in src/a.py, in blob 5d6e…
//   read       src/a.py, or that blob: a scan of these alone
//   asked      of what has that fingerprint
//   report     with the answers; what is gone is unknown
#pragma once

#include <functional>

#include "scanner/cli/options.h"
#include "scanner/core/finding.h"
#include "scanner/core/result.h"
#include "scanner/engine.h"

namespace patrol {

// Gives each finding of `found` its verdict. Secrets are whole.
using Ask = std::function<Result<void>(Report& found, const RuleSet& rules)>;

// `report` gets the verdicts that `ask` gave to what was found again.
// Error: nothing can be read, or that of `ask`; the report is as it was.
Result<void> ask_about_stored(const VerifyCommandOptions& options,
                              Report& report, const Ask& ask);

// What stands on standard input, and what it was matched with.
struct ReadInput {
  Engine engine;
  Report report;
};
Result<ReadInput> read_standard_input(const VerifyCommandOptions& options);

}  // namespace patrol

// patrol verify: asks the providers about what a report found, or about what
// stands on standard input.
#pragma once

#include "scanner/cli/options.h"

namespace patrol {

// Returns the exit status.
int run_verify(const VerifyCommandOptions& options);

}  // namespace patrol

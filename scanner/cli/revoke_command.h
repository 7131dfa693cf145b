// patrol revoke: has the providers revoke what a report found, or what stands
// on standard input; says first what it will do, and asks.
#pragma once

#include "scanner/cli/options.h"

namespace patrol {

// Returns the exit status.
int run_revoke(const RevokeOptions& options);

}  // namespace patrol

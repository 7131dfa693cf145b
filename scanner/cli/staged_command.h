// patrol staged: from the options to the exit status.
#pragma once

#include "scanner/cli/options.h"

namespace patrol {

int run_staged(const StagedOptions& options);

}  // namespace patrol

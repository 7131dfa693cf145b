// patrol ci: from the options and the environment to the exit status.
#pragma once

#include "scanner/cli/options.h"

namespace patrol {

int run_ci(const CiOptions& options);

}  // namespace patrol

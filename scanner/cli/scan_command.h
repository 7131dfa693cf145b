// patrol scan: from the options to the exit status.
#pragma once

#include "scanner/cli/options.h"

namespace patrol {

int run_scan(const ScanOptions& options);

}  // namespace patrol

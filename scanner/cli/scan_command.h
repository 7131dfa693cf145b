// patrol scan: from the options to the exit status.
#pragma once

#include "scanner/cli/options.h"
#include "scanner/cli/scanning.h"

namespace patrol {

// `tell`: as run_scanning has it.
int run_scan(const ScanOptions& options, const TellEnd& tell = tell_end);

}  // namespace patrol

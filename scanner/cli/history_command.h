// patrol history: from the options to the exit status.
#pragma once

#include "scanner/cli/options.h"

namespace patrol {

int run_history(const HistoryOptions& options);

}  // namespace patrol

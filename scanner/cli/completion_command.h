// `patrol completion` and the manual page: texts about the command line.
#pragma once

#include "scanner/cli/options.h"

namespace patrol {

int run_completion(const CompletionOptions& options);
int run_manual(const ManualOptions& options);

}  // namespace patrol

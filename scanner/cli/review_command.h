// `patrol review`: the record of what leaked, made of reports.
#pragma once

#include "scanner/cli/options.h"

namespace patrol {

// Returns the exit status.
int run_review(const ReviewOptions& options);

}  // namespace patrol

// `patrol baseline`: writes down what is known.
#pragma once

#include "scanner/cli/options.h"

namespace patrol {

int run_baseline(const BaselineOptions& options);

}  // namespace patrol

// `patrol doctor`: what is missing, or hidden by something else, so that what
// somebody installed is not at work.
//
//   ok    program  patrol 0.1.0, the one that PATH leads to
//   look  hooks    core.hooksPath hides .git/hooks/pre-commit
#pragma once

#include "scanner/cli/options.h"

namespace patrol {

// 0: all is well. 1: there is something to look at.
int run_doctor(const DoctorOptions& options);

}  // namespace patrol

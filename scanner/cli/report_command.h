// `patrol report`: from stored reports to any format.
#pragma once

#include "scanner/cli/options.h"

namespace patrol {

int run_report(const ReportCommandOptions& options);

}  // namespace patrol

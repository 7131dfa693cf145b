// The last lines of a scan, for standard error: what was found and read, and,
// loud, what was not.
#pragma once

#include <iosfwd>

#include "scanner/report/format.h"

namespace patrol {

void print_summary(const ReportInput&, const ReportOptions&, std::ostream& err);

}  // namespace patrol

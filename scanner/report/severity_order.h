// Findings by how bad they are. A report has them by place; who reads, or cuts,
// wants the worst first.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "scanner/report/format.h"

namespace patrol {

// The worst first; within a severity the surest, then as the report has them.
std::vector<const Finding*> worst_first(const ReportInput&);

struct SeverityCount {
  std::size_t findings = 0;
  std::size_t places = 0;
};

// By Severity, the mildest first.
std::array<SeverityCount, 4> count_by_severity(const ReportInput&);

// "3 findings in 12 places: 1 critical, 2 high"; "no findings"
std::string found_text(const ReportInput&);

}  // namespace patrol

// The audit of a range of commits: what they brought in, also where one of them
// took it out again. Costs what the range has, not what the history has, so
// that a hook and a CI can ask for it.
#pragma once

#include <atomic>

#include "scanner/core/result.h"
#include "scanner/detect/detector.h"
#include "scanner/findings/collector.h"
#include "scanner/git/repository.h"
#include "scanner/history.h"
#include "scanner/scan_notes.h"

namespace patrol {

// REQUIRES: request.range. Error: an end of the range is no commit.
Result<ScanNotes> audit_range(const HistoryRequest& request,
                              const Repository& repository,
                              const Detector& detector, Collector& collector,
                              ScanProgress& progress,
                              const std::atomic<bool>& stop);

}  // namespace patrol

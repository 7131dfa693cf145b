// The audit of a range of commits: what they brought in, also where one of them
// took it out again. Costs what the range has, not what the history has, so
// that a hook and a CI can ask for it.
#pragma once

#include <atomic>
#include <string_view>

#include "scanner/core/result.h"
#include "scanner/detect/detector.h"
#include "scanner/findings/collector.h"
#include "scanner/git/repository.h"
#include "scanner/history.h"
#include "scanner/scan_notes.h"

namespace patrol {

// Why a commit is unread whose parents a shallow clone has not: what they had
// and took out again is not there.
inline constexpr std::string_view kShallowBorder =
    "shallow: what came before was not cloned";

// REQUIRES: request.range. Error: an end of the range is no commit.
Result<ScanNotes> audit_range(const HistoryRequest& request,
                              const Repository& repository,
                              const Detector& detector, Collector& collector,
                              ScanProgress& progress,
                              const std::atomic<bool>& stop);

}  // namespace patrol

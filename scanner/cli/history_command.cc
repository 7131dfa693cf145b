#include "scanner/cli/history_command.h"

#include "scanner/cli/scanning.h"
#include "scanner/history.h"

namespace patrol {
namespace {

HistoryRequest request_of(const HistoryOptions& options) {
  HistoryRequest request;
  request.repository = options.repository;
  request.range = options.range;
  request.since = options.since;
  request.branches = options.branches;
  request.reachable = options.reachable;
  request.no_cache = options.no_cache;
  request.no_delta_scan = options.no_delta_scan;
  set_limits(options, request);
  return request;
}

}  // namespace

int run_history(const HistoryOptions& options) {
  const HistoryRequest request = request_of(options);
  const ScanMode mode = options.range ? ScanMode::kRange : ScanMode::kHistory;
  return run_scanning(
      options,
      {mode, options.repository, repository_of(options, options.repository)},
      [&](const Detector& detector, Collector& collector,
          ScanProgress& progress, const std::atomic<bool>& stop) {
        return scan_history(request, detector, collector, progress, stop);
      });
}

}  // namespace patrol

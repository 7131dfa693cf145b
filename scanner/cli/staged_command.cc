#include "scanner/cli/staged_command.h"

#include "scanner/cli/scanning.h"
#include "scanner/staged.h"

namespace patrol {
namespace {

StagedRequest request_of(const StagedOptions& options) {
  StagedRequest request;
  request.repository = options.repository;
  request.whole_files = options.whole_files;
  set_limits(options, request);
  return request;
}

}  // namespace

int run_staged(const StagedOptions& options) {
  const StagedRequest request = request_of(options);
  return run_scanning(
      options,
      {ScanMode::kStaged, options.repository,
       repository_of(options, options.repository)},
      [&](const Detector& detector, Collector& collector,
          ScanProgress& progress, const std::atomic<bool>& stop) {
        return scan_staged(request, detector, collector, progress, stop);
      });
}

}  // namespace patrol

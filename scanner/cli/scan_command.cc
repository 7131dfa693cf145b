#include "scanner/cli/scan_command.h"

#include "scanner/cli/scanning.h"
#include "scanner/scan.h"

namespace patrol {
namespace {

ScanTarget target_of(const ScanOptions& options) {
  const auto& paths = options.paths;
  const bool only_stdin = paths.size() == 1 && paths.front() == "-";
  ScanTarget target{only_stdin ? ScanMode::kStdin : ScanMode::kFiles,
                    {},
                    {.paths = paths, .has_a_say = !options.no_config}};
  for (const std::string& path : paths) {
    target.name += (target.name.empty() ? "" : " ") + path;
  }
  return target;
}

ScanRequest request_of(const ScanOptions& options) {
  ScanRequest request;
  request.paths = options.paths;
  request.no_ignore = options.no_ignore;
  set_limits(options, request);
  request.no_config = options.no_config;
  return request;
}

}  // namespace

int run_scan(const ScanOptions& options, const TellEnd& tell) {
  const ScanRequest request = request_of(options);
  return run_scanning(
      options, target_of(options),
      [&](const Detector& detector, Collector& collector,
          ScanProgress& progress, const std::atomic<bool>& stop) {
        return scan(request, detector, collector, progress, stop);
      },
      tell);
}

}  // namespace patrol

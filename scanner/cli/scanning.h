// What all commands that scan share, from the options to the exit status:
//
//   rules -> engine -> the scan itself, watched -> report -> notes -> status
//
// A command says what it scans, and hands over the function that does:
//
//   return run_scanning(options, {ScanMode::kStaged, "."},
//                       [&](const Detector& detector, Collector& collector,
//                           ScanProgress& progress, const auto& stop) {
//                         return scan_staged(request, detector, ...);
//                       });
#pragma once

#include <atomic>
#include <functional>
#include <string>

#include "scanner/cli/options.h"
#include "scanner/cli/outputs.h"
#include "scanner/core/finding.h"
#include "scanner/core/result.h"
#include "scanner/detect/detector.h"
#include "scanner/findings/collector.h"
#include "scanner/report/format.h"
#include "scanner/scan_notes.h"
#include "scanner/settings.h"

namespace patrol {

// What all requests to scan have in common, from the options.
template <typename Request>
void set_limits(const CommonScanOptions& options, Request& request) {
  request.max_archive_depth = options.max_archive_depth;
  request.max_blob_size = options.max_file_size;
  request.jobs = options.jobs;
  request.explain = options.verbose;
}

// What the report says of what was scanned.
struct ScanTarget {
  ScanMode mode = ScanMode::kFiles;
  std::string name;
  ScannedTree tree;  // whose configuration counts
};

// A repository that has as much of a say as the options leave it.
inline ScannedTree repository_of(const CommonScanOptions& options,
                                 const std::string& repository) {
  return {.repository = repository, .has_a_say = !options.no_config};
}

// Scans until done or until the last argument is set. Error: nothing was
// scanned; the program exits as for wrong use.
using ScanBody = std::function<Result<ScanNotes>(
    const Detector&, Collector&, ScanProgress&, const std::atomic<bool>& stop)>;

// Tells on standard error how it went, and returns the exit status. The reports
// are written by then.
struct ScanEnd {
  const ReportInput& input;
  const ScanNotes& notes;
  bool timed_out = false;
};
using TellEnd = std::function<int(const CommonScanOptions&, const ScanEnd&)>;

// The notes that were asked for and the summary; the status of CONTRACT 3.
int tell_end(const CommonScanOptions& options, const ScanEnd& end);

// Returns the exit status. Does not return where a signal ended the scan.
int run_scanning(const CommonScanOptions& options, const ScanTarget& target,
                 const ScanBody& scan, const TellEnd& tell = tell_end,
                 const PassThrough& through = {});

// "12,345 files, 94.2 MiB"; of a history "67,890 commits" while these are
// read, then "123,456 of 262,343 blobs, 3.1 GiB".
std::string progress_line(ScanMode mode, const ScanProgress& progress);

}  // namespace patrol

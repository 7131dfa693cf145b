// The pipeline over files: walk -> read -> detect -> collect. The only user of
// oneTBB for files.
//
// Every folder and every batch of files is a task of its own that may add
// more, so the walk is as parallel as the reading, and no list of all files is
// ever made. Nothing depends on the order in which tasks run: the collector
// sorts. An error in one file is counted and named, and ends nothing.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include "scanner/core/result.h"
#include "scanner/detect/detector.h"
#include "scanner/findings/collector.h"
#include "scanner/scan_notes.h"

namespace patrol {

struct ScanRequest {
  std::vector<std::string> paths;   // as typed; "-": standard input
  bool no_ignore = false;           // scan what git ignores, too
  std::uint64_t max_blob_size = 0;  // bytes; larger files are skipped; 0: none
  unsigned max_archive_depth = 2;   // 0: archives are binary files
  unsigned jobs = 0;                // threads; 0: as many as cores
  bool explain = false;             // keep what filters dropped
  bool no_config = false;           // a .patrolignore counts for nothing
};

// Scans until done or until `stop` is set. Findings, and what was skipped or
// unread, go to `collector`.
// Error: a path does not exist or cannot be opened; nothing was scanned.
Result<ScanNotes> scan(const ScanRequest& request, const Detector& detector,
                       Collector& collector, ScanProgress& progress,
                       const std::atomic<bool>& stop);

}  // namespace patrol

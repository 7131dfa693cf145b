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
#include "scanner/detect/blob_scanner.h"
#include "scanner/findings/collector.h"

namespace patrol {

struct ScanRequest {
  std::vector<std::string> paths;   // as typed; "-": standard input
  bool no_ignore = false;           // scan what git ignores, too
  std::uint64_t max_file_size = 0;  // bytes; larger files are skipped; 0: none
  unsigned max_archive_depth = 2;   // 0: archives are binary files
  unsigned jobs = 0;                // threads; 0: as many as cores
  bool explain = false;             // keep what filters dropped
};

// Read by the progress line while the scan runs.
struct ScanProgress {
  // Blobs that were read as text, and bytes of all that were read: members of
  // archives count, the archives around them do not.
  std::atomic<std::uint64_t> files = 0;
  std::atomic<std::uint64_t> bytes = 0;
};

// A match that a filter dropped, and where.
struct ExplainedDrop {
  std::string place;  // to_text(BlobName)
  DroppedMatch match;
};

// What a scan tells besides its findings.
struct ScanNotes {
  DropCounts drop_counts{};
  std::vector<ExplainedDrop> dropped;  // with ScanRequest::explain; sorted
  std::vector<std::string> warnings;   // sorted, a line each
};

// Scans until done or until `stop` is set. Findings, and what was skipped or
// unread, go to `collector`.
// Error: a path does not exist or cannot be opened; nothing was scanned.
Result<ScanNotes> scan(const ScanRequest& request, const Detector& detector,
                       Collector& collector, ScanProgress& progress,
                       const std::atomic<bool>& stop);

}  // namespace patrol

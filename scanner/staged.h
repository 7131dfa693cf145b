// The pipeline over what `git commit` would record: the blobs of the index that
// HEAD has not, read from the index and not from the work tree, where a file
// may say something else by now.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>

#include "scanner/core/result.h"
#include "scanner/detect/detector.h"
#include "scanner/findings/collector.h"
#include "scanner/scan_notes.h"

namespace patrol {

struct StagedRequest {
  std::string repository = ".";  // as typed; a folder of its work tree
  bool whole_files = false;  // also what a staged file holds in HEAD already
  unsigned max_archive_depth = 2;   // 0: archives are binary files
  std::uint64_t max_blob_size = 0;  // bytes; larger ones are skipped; 0: none
  unsigned jobs = 0;                // threads; 0: as many as cores
  bool explain = false;             // keep what filters dropped
};

// Scans until done or until `stop` is set. Findings, and what was skipped or
// unread, go to `collector`, under the paths of the index.
// Error: there is no repository, or it has no index; nothing was scanned.
Result<ScanNotes> scan_staged(const StagedRequest& request,
                              const Detector& detector, Collector& collector,
                              ScanProgress& progress,
                              const std::atomic<bool>& stop);

}  // namespace patrol

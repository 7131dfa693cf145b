// The pipeline over the files of one commit, as its tree has them: what a CI
// checked out, and not what lies in the work tree by now, where a build has put
// its own files and .git/config may hold the token of the clone.
//
//   commit -> tree -> path and blob -> detect (stored_blobs.h)
//
// Findings have the paths of the tree and no commit that introduced them.
// Submodules are skipped: their files are in another repository.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>

#include "scanner/core/result.h"
#include "scanner/detect/detector.h"
#include "scanner/findings/collector.h"
#include "scanner/scan_notes.h"

namespace patrol {

struct CommitFilesRequest {
  std::string repository = ".";  // as typed
  std::string commit;            // its whole id
  unsigned max_archive_depth = 2;
  std::uint64_t max_blob_size = 0;  // bytes; larger ones are skipped; 0: none
  unsigned jobs = 0;                // threads; 0: as many as cores
  bool explain = false;             // keep what filters dropped
};

// Scans until done or until `stop` is set.
// Error: there is no repository, or no such commit in it; nothing was scanned.
Result<ScanNotes> scan_commit_files(const CommitFilesRequest& request,
                                    const Detector& detector,
                                    Collector& collector,
                                    ScanProgress& progress,
                                    const std::atomic<bool>& stop);

}  // namespace patrol

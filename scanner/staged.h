// The pipeline over what `git commit` would record: the blobs of the index that
// HEAD has not, read from the index and not from the work tree, where a file
// may say something else by now.
//
//   index -> what HEAD has not -> the blob as it is stored -> detect
//            (changes/staged_changes.h)                       -> on added
//            lines?
//
// What is reported, unless whole files are asked for: secrets on lines that the
// commit adds (changes/added_lines.h says what that means); nothing of a file
// that HEAD has under another name, or that a merge takes from its other side
// as it is. Whoever commits cannot do anything about the rest here; `patrol
// history` tells of it. An archive that changed counts whole, and so does a
// file that is too large for memory.
//
// Blobs are scanned as they are stored: no filter, no textconv, nothing of the
// repository is executed.
//
// Costs 10 ms for five staged files in a clone of git's own repository, the
// start of the program included: nothing is read that is not asked for.
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
// unread (an index that is corrupt, too), go to `collector`, under the paths of
// the index. A repository without an index has nothing staged.
//
// As a hook, which git tells by variables where its repository and its index
// are (GIT_DIR, GIT_INDEX_FILE), it looks there. A repository that is named
// is that one, with its own index.
// Error: there is no repository; nothing was scanned.
Result<ScanNotes> scan_staged(const StagedRequest& request,
                              const Detector& detector, Collector& collector,
                              ScanProgress& progress,
                              const std::atomic<bool>& stop);

}  // namespace patrol

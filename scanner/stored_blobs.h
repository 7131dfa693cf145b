// Blobs of a repository, each scanned by itself under the path that somebody
// gives it: those of an index, or of a commit's files. Read as they are stored:
// no filter, no textconv, nothing of the repository is executed.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "scanner/archive_scan.h"
#include "scanner/core/result.h"
#include "scanner/detect/detector.h"
#include "scanner/git/object_id.h"
#include "scanner/outcome_sink.h"
#include "scanner/packs/object_lookup.h"

namespace patrol {

struct StoredBlob {
  std::string path;
  ObjectId id;
};

struct StoredBlobLimits {
  unsigned max_archive_depth = 2;   // 0: archives are binary files
  std::uint64_t max_blob_size = 0;  // bytes; larger ones are skipped; 0: none
  unsigned jobs = 0;                // threads; 0: as many as cores
};

// What stands between a blob's findings and the sink, by the blob's place in
// the list and its bytes; only for blobs that are in memory whole. May give
// nullptr: nothing. Called by several threads.
using Narrowed = std::function<std::unique_ptr<BlobSink>(
    std::size_t blob, std::string_view bytes)>;

// Scans until done or until `stop` is set. What cannot be read is unread.
void scan_stored_blobs(std::span<const StoredBlob> blobs,
                       const StoredBlobLimits& limits, const Detector& detector,
                       const ObjectLookup& objects, OutcomeSink& sink,
                       const std::atomic<bool>& stop,
                       const Narrowed& narrowed = {});

}  // namespace patrol

// What a scan tells besides its findings, whatever it scans: how far it is,
// while it runs, and what it noticed, once it is done.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include "scanner/detect/blob_scanner.h"

namespace patrol {

// Read by the progress line while the scan runs. What a scan has none of stays
// 0: see ScanSummary.
struct ScanProgress {
  // Blobs that were read as text, and bytes of all that were read: members of
  // archives count, the archives around them do not.
  std::atomic<std::uint64_t> files = 0;
  std::atomic<std::uint64_t> bytes = 0;
  // Of a history.
  std::atomic<std::uint64_t> commits = 0;
  std::atomic<std::uint64_t> blobs = 0;          // distinct ones
  std::atomic<std::uint64_t> objects = 0;        // of any kind, read by now
  std::atomic<std::uint64_t> total_objects = 0;  // to read; 0: not known
};

// A match that a filter dropped, and where.
struct ExplainedDrop {
  std::string place;  // to_text(BlobName)
  DroppedMatch match;
};

struct ScanNotes {
  DropCounts drop_counts{};
  std::vector<ExplainedDrop> dropped;  // where the request asks; sorted
  std::vector<std::string> warnings;   // sorted, a line each
};

// Adds what filters dropped of a blob: the counts, and the matches if `list`.
void add_dropped(const std::string& place, const BlobOutcome& outcome,
                 bool list, ScanNotes& notes);

void sort(ScanNotes& notes);

}  // namespace patrol

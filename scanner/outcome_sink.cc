#include "scanner/outcome_sink.h"

#include <iterator>
#include <utility>

namespace patrol {
void OutcomeSink::scanned(const BlobName& blob, BlobOutcome outcome) {
  progress_.bytes.fetch_add(outcome.bytes, std::memory_order_relaxed);
  if (outcome.blob_class == BlobClass::kBinary) {
    skipped(blob, "binary");
  } else {
    progress_.files.fetch_add(1, std::memory_order_relaxed);
  }
  if (outcome.error) unread(blob, outcome.error->message);
  if (outcome.over_limit) {
    unread(blob, "limit: more than " + std::to_string(kMostDetections) +
                     " secrets in one file");
  }
  if (outcome.too_much_encoded) {
    unread(blob, "limit: too much that is encoded in layers");
  }
  if (!outcome.dropped.empty()) explain(blob, outcome);
  collector_.add_name(blob);
  if (!outcome.detections.empty()) {
    collector_.add(blob, std::move(outcome.detections));
  }
}

void OutcomeSink::skipped(const BlobName& blob, std::string_view reason) {
  collector_.add_skipped(blob, reason);
}

void OutcomeSink::unread(const BlobName& blob, std::string_view reason) {
  collector_.add_unread(blob, reason);
}

void OutcomeSink::warn(std::vector<std::string>&& warnings) {
  if (warnings.empty()) return;
  const std::lock_guard lock(mutex_);
  std::ranges::move(warnings, std::back_inserter(notes_.warnings));
}

void OutcomeSink::explain(const BlobName& blob, const BlobOutcome& outcome) {
  const std::lock_guard lock(mutex_);
  add_dropped(to_text(blob), outcome, explain_, notes_);
}

ScanNotes OutcomeSink::take_notes() {
  sort(notes_);
  return std::move(notes_);
}

}  // namespace patrol

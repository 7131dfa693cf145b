#include "scanner/outcome_sink.h"

#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

namespace patrol {
namespace {

// Dropped matches that --verbose lists: more is not read.
constexpr std::size_t kMostExplained = 100'000;

}  // namespace

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
  for (std::size_t i = 0; i < kDropReasons; ++i) {
    notes_.drop_counts[i] += outcome.drop_counts[i];
  }
  if (!explain_) return;
  for (const DroppedMatch& match : outcome.dropped) {
    if (notes_.dropped.size() == kMostExplained) return;
    notes_.dropped.push_back({to_text(blob), match});
  }
}

ScanNotes OutcomeSink::take_notes() {
  const auto key = [](const ExplainedDrop& d) {
    return std::tie(d.place, d.match.begin.line, d.match.begin.column,
                    d.match.rule);
  };
  std::ranges::sort(notes_.dropped,
                    [&](const ExplainedDrop& a, const ExplainedDrop& b) {
                      return key(a) < key(b);
                    });
  std::ranges::sort(notes_.warnings);
  return std::move(notes_);
}

}  // namespace patrol

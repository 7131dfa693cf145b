#include "scanner/scan_notes.h"

#include <algorithm>
#include <tuple>

namespace patrol {
namespace {

// Dropped matches that --verbose lists: more is not read.
constexpr std::size_t kMostExplained = 100'000;

}  // namespace

void add_dropped(const std::string& place, const BlobOutcome& outcome,
                 bool list, ScanNotes& notes) {
  for (std::size_t i = 0; i < kDropReasons; ++i) {
    notes.drop_counts[i] += outcome.drop_counts[i];
  }
  if (!list) return;
  for (const DroppedMatch& match : outcome.dropped) {
    if (notes.dropped.size() == kMostExplained) return;
    notes.dropped.push_back({place, match});
  }
}

void sort(ScanNotes& notes) {
  const auto key = [](const ExplainedDrop& d) {
    return std::tie(d.place, d.match.begin.line, d.match.begin.column,
                    d.match.rule);
  };
  std::ranges::sort(notes.dropped,
                    [&](const ExplainedDrop& a, const ExplainedDrop& b) {
                      return key(a) < key(b);
                    });
  std::ranges::sort(notes.warnings);
}

}  // namespace patrol

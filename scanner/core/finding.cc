#include "scanner/core/finding.h"

#include <algorithm>

namespace patrol {

void add_new_facts(const Facts& facts, Facts& known) {
  for (const auto& fact : facts) {
    const auto same_key = [&](const auto& k) { return k.first == fact.first; };
    if (std::none_of(known.begin(), known.end(), same_key)) {
      known.push_back(fact);
    }
  }
}

std::string to_text(const BlobName& blob) {
  return blob.member.empty() ? blob.path : blob.path + '!' + blob.member;
}

std::string_view to_text(ScanMode mode) {
  return mode == ScanMode::kFiles ? "files" : "stdin";
}

std::string_view to_text(ScanStatus status) {
  switch (status) {
    case ScanStatus::kComplete:
      return "complete";
    case ScanStatus::kPartial:
      return "partial";
    case ScanStatus::kFailed:
      break;
  }
  return "failed";
}

}  // namespace patrol

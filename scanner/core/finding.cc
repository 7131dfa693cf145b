#include "scanner/core/finding.h"

#include <algorithm>
#include <array>

namespace patrol {

void add_new_facts(const Facts& facts, Facts& known) {
  for (const auto& fact : facts) {
    const auto same_key = [&](const auto& k) { return k.first == fact.first; };
    if (std::none_of(known.begin(), known.end(), same_key)) {
      known.push_back(fact);
    }
  }
}

void add_new_companions(const std::vector<Companion>& companions,
                        std::vector<Companion>& known) {
  for (const Companion& c : companions) {
    if (known.size() == kMaxCompanionsPerFinding) return;
    if (std::find(known.begin(), known.end(), c) == known.end()) {
      known.push_back(c);
    }
  }
}

std::string to_text(const BlobName& blob) {
  return blob.member.empty() ? blob.path : blob.path + '!' + blob.member;
}

std::string_view to_text(LocationKind kind) {
  constexpr std::array<std::string_view, 6> kNames = {
      "blob", "commit-message", "tag-message",
      "note", "identity",       "git-config"};
  return kNames[static_cast<std::size_t>(kind)];
}

std::string_view to_text(ScanMode mode) {
  constexpr std::array<std::string_view, 5> kNames = {
      "files", "stdin", "history", "staged", "range"};
  return kNames[static_cast<std::size_t>(mode)];
}

bool is_of_history(ScanMode mode) {
  return mode == ScanMode::kHistory || mode == ScanMode::kRange;
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

#include "scanner/core/finding.h"

namespace patrol {

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

#include "scanner/core/verification.h"

#include <array>
#include <cstddef>
#include <utility>

namespace patrol {

std::string_view to_text(LiveStatus status) {
  static constexpr std::array<std::string_view, 5> kTexts = {
      "unverified", "live", "restricted", "dead", "unknown"};
  return kTexts[static_cast<std::size_t>(status)];
}

Verification unknown(std::string detail) {
  return {.status = LiveStatus::kUnknown, .detail = std::move(detail)};
}

}  // namespace patrol

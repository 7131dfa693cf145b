#include "scanner/core/level.h"

#include <array>

namespace patrol {
namespace {

constexpr std::array<std::string_view, 4> kSeverities = {"low", "medium",
                                                         "high", "critical"};
constexpr std::array<std::string_view, 4> kConfidences = {"low", "medium",
                                                          "high", "certain"};
constexpr std::array<std::string_view, 3> kCheckDigits = {"none", "invalid",
                                                          "valid"};

template <typename Level, std::size_t N>
std::optional<Level> find(const std::array<std::string_view, N>& words,
                          std::string_view text) {
  for (std::size_t i = 0; i < N; ++i) {
    if (words[i] == text) return static_cast<Level>(i);
  }
  return std::nullopt;
}

}  // namespace

std::string_view to_text(Severity level) {
  return kSeverities[static_cast<std::size_t>(level)];
}
std::string_view to_text(Confidence level) {
  return kConfidences[static_cast<std::size_t>(level)];
}
std::string_view to_text(CheckDigits state) {
  return kCheckDigits[static_cast<std::size_t>(state)];
}

std::optional<Severity> severity_from_text(std::string_view text) {
  return find<Severity>(kSeverities, text);
}
std::optional<Confidence> confidence_from_text(std::string_view text) {
  return find<Confidence>(kConfidences, text);
}

}  // namespace patrol

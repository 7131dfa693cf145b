#include "scanner/report/wording.h"

#include <fmt/format.h>

#include <array>

namespace patrol {
namespace {

// The sixteen colours that every terminal has, as its owner chose them.
std::string_view code_of(Style style) {
  switch (style) {
    case Style::kLabel:
      return "2";  // faint
    case Style::kPlace:
      return "35";  // magenta
    case Style::kSecret:
      return "1;31";  // bold red
    case Style::kStrong:
      return "1";  // bold
    case Style::kAlarm:
      return "1;31";
    case Style::kWarning:
      return "1;33";  // bold yellow
    case Style::kMild:
      break;
  }
  return "36";  // cyan
}

}  // namespace

std::string with_separators(std::uint64_t number) {
  std::string text = std::to_string(number);
  for (std::size_t i = text.size(); i > 3; i -= 3) text.insert(i - 3, ",");
  return text;
}

std::string counted(std::uint64_t number, std::string_view noun) {
  return fmt::format("{} {}{}", with_separators(number), noun,
                     number == 1 ? "" : "s");
}

std::string readable_bytes(std::uint64_t bytes) {
  constexpr std::array<std::string_view, 5> kUnits = {"KiB", "MiB", "GiB",
                                                      "TiB", "PiB"};
  if (bytes < 1024) return counted(bytes, "byte");
  double size = static_cast<double>(bytes) / 1024;
  std::size_t unit = 0;
  for (; size >= 1023.95 && unit + 1 < kUnits.size(); ++unit) size /= 1024;
  return fmt::format("{:.1f} {}", size, kUnits[unit]);
}

std::string readable_duration(std::int64_t milliseconds) {
  if (milliseconds < 1000) return fmt::format("{} ms", milliseconds);
  if (milliseconds < 60'000) {
    return fmt::format("{}.{} s", milliseconds / 1000,
                       milliseconds % 1000 / 100);
  }
  const std::int64_t seconds = milliseconds / 1000;
  if (seconds < 3600) {
    return fmt::format("{} min {} s", seconds / 60, seconds % 60);
  }
  return fmt::format("{} h {} min", seconds / 3600, seconds % 3600 / 60);
}

std::string_view clipped(std::string_view text, std::size_t size) {
  if (text.size() <= size) return text;
  while (size > 0 && (text[size] & 0xC0) == 0x80) --size;
  return text.substr(0, size);
}

Style style_of(Severity level) {
  if (level >= Severity::kHigh) return Style::kAlarm;
  return level == Severity::kMedium ? Style::kWarning : Style::kMild;
}

Style style_of(Confidence level) {
  if (level == Confidence::kCertain) return Style::kStrong;
  return level == Confidence::kLow ? Style::kWarning : Style::kMild;
}

std::string Painter::operator()(Style style, std::string_view text) const {
  if (!color_ || text.empty()) return std::string(text);
  return fmt::format("\x1b[{}m{}\x1b[0m", code_of(style), text);
}

}  // namespace patrol

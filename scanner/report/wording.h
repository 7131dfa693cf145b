// Figures and colours as people read them, for the human report and the
// summary. English, whatever the locale.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "scanner/core/level.h"

namespace patrol {

// 1234567 is "1,234,567".
std::string with_separators(std::uint64_t number);

// counted(1, "place") is "1 place", counted(1200, "place") "1,200 places".
std::string counted(std::uint64_t number, std::string_view noun);

// "512 bytes", "1.5 KiB", "38.2 MiB"
std::string readable_bytes(std::uint64_t bytes);

// "12 ms", "1.4 s", "3 min 12 s", "2 h 5 min"
std::string readable_duration(std::int64_t milliseconds);

// At most `size` bytes from the front, cut between two characters of UTF-8.
std::string_view clipped(std::string_view text, std::size_t size);

enum class Style { kLabel, kPlace, kSecret, kStrong, kAlarm, kWarning, kMild };
Style style_of(Severity);
Style style_of(Confidence);

// Colours text for a terminal, or leaves it alone.
class Painter {
 public:
  explicit Painter(bool color) : color_(color) {}
  std::string operator()(Style style, std::string_view text) const;

 private:
  bool color_;
};

}  // namespace patrol

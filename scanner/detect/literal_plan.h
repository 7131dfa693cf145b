// Which four bytes of a literal should it be looked for by, and in which bucket
// (detect/window_filter.h)? What is chosen badly passes the sieves often:
// "secret" by "ecre" stands in every program, the windows of a bucket that have
// little in common let pass what is made of all of them.
//
// Only speed depends on it, never what is found.
#pragma once

#include <compare>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/detect/window_filter.h"

namespace patrol {

// A literal that is searched for.
struct Needle {
  std::string_view text;
  bool caseless = false;  // ASCII letters match in either case
  auto operator<=>(const Needle&) const = default;
};

// Shorter needles hit everywhere.
inline constexpr std::size_t kShortestNeedle = kShortWindow;

// What may stand at needle.text[begin ...], as the filter sees it; anything
// behind its end.
WindowSixes sixes_of(const Needle& needle, std::size_t begin);

// What is decided for a needle.
struct WindowChoice {
  std::size_t begin = 0;  // of the window, in the needle
  std::size_t bucket = 0;
};

// As bytes, two a needle, so that the build does it: it costs 0.2 s for 1,150
// needles. REQUIRES: none is shorter than kShortestNeedle.
std::string plan_windows(std::span<const Needle> needles);

// Nullopt: `plan` is not one of these needles.
std::optional<std::vector<WindowChoice>> read_plan(
    std::span<const Needle> needles, std::string_view plan);

}  // namespace patrol

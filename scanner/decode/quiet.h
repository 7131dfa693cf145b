// Where no decoder can see across: a place such that nothing that is encoded
// stands on both sides of it, and that each side is read as if the other were
// not there. A text may be cut at quiet places, and its parts decoded for
// themselves.
//
//   return x;⏎          quiet: a line ends, and what ends it joins nothing
//     puts("ab"⏎        not quiet, if the next line begins with a quote
//   #define A \⏎        not quiet: the line goes on
//   aGVsbG8gd29y⏎       not quiet: wrapped base64 may go on
//
// All quiet places are beginnings of lines, or the text's own two ends. What a
// decoder reads may not change without this file: decode_test holds what is
// found part by part against what is found in the whole.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace patrol {

// How far a quiet place is looked for: some pages of prose or code. A file
// without one is minified, or data.
inline constexpr std::uint64_t kFurthestQuiet = 4096;

// Is text[at - 1], text[at] such a place? REQUIRES: at <= text.size().
bool is_quiet(std::string_view text, std::uint64_t at);

// The nearest one at or before `at`, at or behind it.
// nullopt: there is none within kFurthestQuiet bytes.
std::optional<std::uint64_t> quiet_before(std::string_view text,
                                          std::uint64_t at);
std::optional<std::uint64_t> quiet_behind(std::string_view text,
                                          std::uint64_t at);

}  // namespace patrol

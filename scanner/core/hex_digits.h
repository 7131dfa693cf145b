// Hexadecimal digits in either case.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace patrol {

// nullopt: `c` is none.
constexpr std::optional<unsigned> hex_value(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  const char lower = static_cast<char>(c | 0x20);
  if (lower >= 'a' && lower <= 'f') {
    return static_cast<unsigned>(lower - 'a' + 10);
  }
  return std::nullopt;
}

// Digits and nothing else.
constexpr bool all_hex(std::string_view text) {
  for (const char c : text) {
    if (!hex_value(c)) return false;
  }
  return true;
}

// The number that `count` digits at text[at] write.
// nullopt: there are fewer. REQUIRES: count <= 8.
constexpr std::optional<std::uint32_t> hex_number(std::string_view text,
                                                  std::uint64_t at,
                                                  std::uint64_t count) {
  if (at > text.size() || text.size() - at < count) return std::nullopt;
  std::uint32_t number = 0;
  for (std::uint64_t i = at; i < at + count; ++i) {
    const auto digit = hex_value(text[i]);
    if (!digit) return std::nullopt;
    number = number << 4 | *digit;
  }
  return number;
}

}  // namespace patrol

// The characters of base64 (RFC 4648, sections 4 and 5): what each stands for,
// for readers that are strict about the rest and for those that are not.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace patrol {

inline constexpr std::string_view kBase64Characters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

// Of a byte that is in neither alphabet, '=' included.
inline constexpr std::uint8_t kNoBase64 = 0xFF;

// By byte, 0 to 63. Both alphabets: '+' and '-' are 62, '/' and '_' are 63.
inline constexpr std::array<std::uint8_t, 256> kBase64Values = [] {
  std::array<std::uint8_t, 256> values{};
  values.fill(kNoBase64);
  std::uint8_t next = 0;
  for (char c : kBase64Characters) {
    values[static_cast<unsigned char>(c)] = next++;
  }
  values['-'] = values['+'];
  values['_'] = values['/'];
  return values;
}();

}  // namespace patrol

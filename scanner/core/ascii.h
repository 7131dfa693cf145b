// Letters and digits of ASCII. <cctype> asks the locale, which tokens, host
// names and keywords do not depend on, and is undefined for bytes above 0x7F.
#pragma once

#include <string>
#include <string_view>

namespace patrol {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Other bytes stay as they are.
constexpr char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

constexpr bool is_letter(char c) { return lower(c) >= 'a' && lower(c) <= 'z'; }

constexpr bool is_alnum(char c) { return is_letter(c) || is_digit(c); }

inline std::string lowered(std::string_view text) {
  std::string low(text);
  for (char& c : low) c = lower(c);
  return low;
}

}  // namespace patrol

// UTF-8, code point by code point, over bytes that may be anything.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace patrol {

// The code point at the front of a text.
struct CodePoint {
  char32_t value = 0;    // the byte itself where !valid
  std::size_t size = 1;  // bytes it takes; 1 where !valid
  bool valid = false;    // false: these bytes are not UTF-8 (RFC 3629)
};

// REQUIRES: !text.empty().
CodePoint first_code_point(std::string_view text);

bool is_utf8(std::string_view text);

// Appends `value` as UTF-8. REQUIRES: it is a Unicode scalar value, that is at
// most U+10FFFF and no surrogate.
void append_utf8(char32_t value, std::string& text);

}  // namespace patrol

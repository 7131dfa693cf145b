// base64url without padding (RFC 4648, section 5), as JSON Web Tokens and their
// like are written.
#pragma once

#include <string>
#include <string_view>

#include "scanner/core/codec.h"

namespace patrol {

inline std::string base64url(std::string_view bytes) {
  std::string text = encode_base64(bytes);
  text.erase(text.find_last_not_of('=') + 1);
  for (char& c : text) c = c == '+' ? '-' : c == '/' ? '_' : c;
  return text;
}

}  // namespace patrol

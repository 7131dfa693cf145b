// Percent-encoding (RFC 3986, section 2.1), of what stands inside a URL.
// Pure functions; thread-safe; linear time.
#pragma once

#include <string>
#include <string_view>

namespace patrol {

// "a%2Fb" is "a/b"; a '%' without two hex digits after it stays as it is.
std::string percent_decoded(std::string_view text);

// All but letters, digits and -._~ is encoded.
std::string percent_encoded(std::string_view text);

}  // namespace patrol

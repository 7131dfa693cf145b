#include "scanner/detect/percent.h"

namespace patrol {
namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

std::string percent_decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool whole = text[i] == '%' && i + 2 < text.size() &&
                       hex_value(text[i + 1]) >= 0 &&
                       hex_value(text[i + 2]) >= 0;
    out += whole ? static_cast<char>(hex_value(text[i + 1]) * 16 +
                                     hex_value(text[i + 2]))
                 : text[i];
    if (whole) i += 2;
  }
  return out;
}

}  // namespace patrol

#include "scanner/core/utf8.h"

namespace patrol {
namespace {

// Bytes of the sequence that `lead` begins; 0: it begins none.
std::size_t sequence_size(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead < 0xC2) return 0;  // a continuation, or an overlong form
  if (lead < 0xE0) return 2;
  if (lead < 0xF0) return 3;
  return lead < 0xF5 ? 4 : 0;
}

// Overlong forms, surrogates and values past U+10FFFF are not UTF-8 although
// they have its shape.
bool is_scalar_of_size(char32_t value, std::size_t size) {
  if (size == 3) {
    return value >= 0x800 && (value < 0xD800 || value > 0xDFFF);
  }
  return size != 4 || (value >= 0x10000 && value <= 0x10FFFF);
}

char continuation(char32_t bits) {
  return static_cast<char>(0x80 | (bits & 0x3F));
}

}  // namespace

CodePoint first_code_point(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text.front());
  const CodePoint broken{lead, 1, false};
  const std::size_t size = sequence_size(lead);
  if (size == 0 || size > text.size()) return broken;
  if (size == 1) return {lead, 1, true};
  char32_t value = lead & (0x7Fu >> size);
  for (std::size_t i = 1; i < size; ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte & 0xC0) != 0x80) return broken;
    value = value << 6 | (byte & 0x3Fu);
  }
  return is_scalar_of_size(value, size) ? CodePoint{value, size, true} : broken;
}

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const CodePoint point = first_code_point(text);
    if (!point.valid) return false;
    text.remove_prefix(point.size);
  }
  return true;
}

void append_utf8(char32_t value, std::string& text) {
  if (value < 0x80) {
    text += static_cast<char>(value);
  } else if (value < 0x800) {
    text += static_cast<char>(0xC0 | value >> 6);
    text += continuation(value);
  } else if (value < 0x10000) {
    text += static_cast<char>(0xE0 | value >> 12);
    text += continuation(value >> 6);
    text += continuation(value);
  } else {
    text += static_cast<char>(0xF0 | value >> 18);
    text += continuation(value >> 12);
    text += continuation(value >> 6);
    text += continuation(value);
  }
}

}  // namespace patrol

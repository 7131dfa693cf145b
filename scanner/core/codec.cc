#include "scanner/core/codec.h"

#include <algorithm>
#include <array>

#include "scanner/core/base64_alphabet.h"

namespace patrol {
namespace {

constexpr std::string_view kBase62 =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
constexpr std::uint8_t kNone = kNoBase64;  // in base32, too

using Values = std::array<std::uint8_t, 256>;

constexpr void set(Values& values, char c, std::size_t value) {
  values[static_cast<unsigned char>(c)] = static_cast<std::uint8_t>(value);
}

constexpr Values base32_values() {
  Values values{};
  for (auto& value : values) value = kNone;
  for (std::size_t i = 0; i < 26; ++i) {
    set(values, static_cast<char>('A' + i), i);
    set(values, static_cast<char>('a' + i), i);
  }
  for (std::size_t i = 0; i < 6; ++i) {
    set(values, static_cast<char>('2' + i), 26 + i);
  }
  return values;
}

constexpr Values kBase32Values = base32_values();

// Characters of `bits` bits each, most significant first, into bytes. At most
// one character's worth of bits may be left over, and they must be zero.
std::optional<std::string> unpack(std::string_view text, const Values& values,
                                  unsigned bits) {
  std::string bytes;
  bytes.reserve(text.size() * bits / 8);
  std::uint32_t held = 0;  // the low `count` bits are not yet written
  unsigned count = 0;
  for (char c : text) {
    const std::uint8_t value = values[static_cast<unsigned char>(c)];
    if (value == kNone) return std::nullopt;
    held = (held << bits) | value;
    count += bits;
    if (count >= 8) {
      count -= 8;
      bytes.push_back(static_cast<char>(held >> count));
      held &= (1u << count) - 1;
    }
  }
  if (count >= bits || held != 0) return std::nullopt;
  return bytes;
}

constexpr std::array<std::uint32_t, 256> crc_table() {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t i = 0; i < 256; ++i) {
    std::uint32_t rest = i;
    for (int bit = 0; bit < 8; ++bit) {
      rest = (rest >> 1) ^ ((rest & 1) != 0 ? 0xEDB88320u : 0);
    }
    table[i] = rest;
  }
  return table;
}
constexpr std::array<std::uint32_t, 256> kCrcTable = crc_table();

}  // namespace

std::optional<std::string> decode_base64(std::string_view text) {
  if (text.ends_with('=')) {
    if (text.size() % 4 != 0) return std::nullopt;
    text.remove_suffix(text.ends_with("==") ? 2 : 1);
  }
  return unpack(text, kBase64Values, 6);
}

std::string encode_base64(std::string_view bytes) {
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t group = 0;
    const std::size_t taken = std::min<std::size_t>(3, bytes.size() - i);
    for (std::size_t j = 0; j < 3; ++j) {
      const char byte = j < taken ? bytes[i + j] : '\0';
      group = (group << 8) | static_cast<unsigned char>(byte);
    }
    for (unsigned j = 0; j < 4; ++j) {
      const bool padding = j > taken;
      text.push_back(padding ? '='
                             : kBase64Characters[(group >> (18 - 6 * j)) & 63]);
    }
  }
  return text;
}

std::optional<unsigned> base64_value(char c) {
  const std::uint8_t value = kBase64Values[static_cast<unsigned char>(c)];
  if (value == kNone) return std::nullopt;
  return value;
}

std::optional<std::string> decode_base32(std::string_view text) {
  return unpack(text, kBase32Values, 5);
}

std::string encode_base62(std::uint32_t value, std::size_t width) {
  std::string digits;
  for (; value != 0; value /= 62) digits.push_back(kBase62[value % 62]);
  while (digits.size() < width) digits.push_back('0');
  std::reverse(digits.begin(), digits.end());
  return digits;
}

std::uint32_t crc32(std::string_view bytes) {
  std::uint32_t rest = 0xFFFFFFFF;
  for (char c : bytes) {
    rest =
        (rest >> 8) ^ kCrcTable[(rest ^ static_cast<unsigned char>(c)) & 255];
  }
  return ~rest;
}

}  // namespace patrol

// Tokens that nobody issued, made when a test runs: nothing that looks like a
// live one stands in the repository. What they are made with (CRC-32,
// Marvin32, base64) is held against published vectors elsewhere.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <string_view>

#include "scanner/core/codec.h"
#include "scanner/detect/marvin32.h"

namespace patrol {

inline std::string drawn(std::mt19937& random, std::string_view alphabet,
                         std::size_t size) {
  std::string text(size, ' ');
  for (char& c : text) c = alphabet[random() % alphabet.size()];
  return text;
}

inline constexpr std::string_view kBase62 =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

// 32 bytes in base32: 52 characters.
inline std::string base32_of_32(std::string_view bytes) {
  std::string text;
  unsigned value = 0;
  unsigned bits = 0;
  for (char c : bytes) {
    value = (value << 8) | static_cast<unsigned char>(c);
    for (bits += 8; bits >= 5; bits -= 5) {
      text += "abcdefghijklmnopqrstuvwxyz234567"[(value >> (bits - 5)) & 31];
    }
  }
  return text + "abcdefghijklmnopqrstuvwxyz234567"[(value << (5 - bits)) & 31];
}

// detect/azure_devops_legacy.h draws the layout.
inline std::string make_legacy_pat(std::mt19937& random) {
  std::string part(28, ' ');
  for (char& c : part) c = static_cast<char>(random());
  const std::uint32_t digits = crc32(part) ^ 0xE0B9692D;
  const auto digit = [&](unsigned shift) {
    return std::string(1, static_cast<char>(digits >> shift));
  };
  return base32_of_32(part.substr(0, 2) + digit(24) + part.substr(2, 4) +
                      digit(16) + digit(8) + part.substr(6, 13) + digit(0) +
                      part.substr(19));
}

// The older way to write check digits of detect/cask.h: plain base64, in which
// '+' and '/' may occur.
inline std::string make_cask_pat(std::mt19937& random) {
  const std::string stem = drawn(random, kBase62, 52) +
                           "JQQJ9"
                           "9CF" +
                           drawn(random, kBase62, 16) +
                           "AZ"
                           "DO";
  const std::uint32_t hash =
      marvin32(*decode_base64(stem), *marvin32_seed("Default0"));
  std::string bytes;
  for (unsigned shift = 0; shift < 32; shift += 8) {
    bytes.push_back(static_cast<char>(hash >> shift));
  }
  return stem + encode_base64(bytes).substr(0, 4);
}

}  // namespace patrol

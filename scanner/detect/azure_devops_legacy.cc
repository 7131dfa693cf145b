#include "scanner/detect/azure_devops_legacy.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "scanner/core/codec.h"

namespace patrol {
namespace {

constexpr std::size_t kCharacters = 52;
constexpr std::uint32_t kUserMagic = 0xE0B9692D;
constexpr std::uint32_t kApplicationMagic = 0x1019F92E;

// Text that is all lower-case letters, such as a genome, is asked at every
// byte: so this neither allocates nor looks at a character twice.
using Bytes = std::array<char, 32>;

constexpr std::uint8_t kNoValue = 32;
constexpr std::array<std::uint8_t, 256> kValues = [] {
  std::array<std::uint8_t, 256> values{};
  values.fill(kNoValue);
  std::uint8_t next = 0;
  for (char c : std::string_view("abcdefghijklmnopqrstuvwxyz234567")) {
    values[static_cast<unsigned char>(c)] = next++;
  }
  return values;
}();

// 52 characters are 32 bytes and four bits, which are zero.
std::optional<Bytes> decode(std::string_view secret) {
  if (secret.size() != kCharacters) return std::nullopt;
  Bytes bytes;
  std::size_t size = 0;
  std::uint32_t bits = 0;
  unsigned count = 0;
  for (char c : secret) {
    const std::uint8_t value = kValues[static_cast<unsigned char>(c)];
    if (value == kNoValue) return std::nullopt;
    bits = bits << 5 | value;
    count += 5;
    if (count < 8) continue;
    count -= 8;
    bytes[size++] = static_cast<char>(bits >> count & 0xFF);
  }
  if ((bits & 0xF) != 0) return std::nullopt;
  return bytes;
}

// All but the check digits.
std::uint32_t computed_crc(const Bytes& bytes) {
  std::array<char, 28> random;
  auto end = std::copy_n(bytes.begin(), 2, random.begin());
  end = std::copy_n(bytes.begin() + 3, 4, end);
  end = std::copy_n(bytes.begin() + 9, 13, end);
  std::copy_n(bytes.begin() + 23, 9, end);
  return crc32({random.data(), random.size()});
}

std::uint32_t written_crc(const Bytes& bytes) {
  std::uint32_t crc = 0;
  for (const std::size_t place : {2U, 7U, 8U, 22U}) {
    crc = (crc << 8) | static_cast<unsigned char>(bytes[place]);
  }
  return crc;
}

}  // namespace

std::optional<LegacyPatKind> legacy_pat_kind(std::string_view secret) {
  const std::optional<Bytes> bytes = decode(secret);
  if (!bytes) return std::nullopt;
  const std::uint32_t magic = written_crc(*bytes) ^ computed_crc(*bytes);
  if (magic == kUserMagic) return LegacyPatKind::kUser;
  if (magic == kApplicationMagic) return LegacyPatKind::kApplication;
  return std::nullopt;
}

bool legacy_pat_digits_hold(std::string_view secret, View<Text>) {
  return legacy_pat_kind(secret).has_value();
}

std::optional<Facts> read_legacy_pat(std::string_view secret, const Rule&) {
  if (!decode(secret)) return std::nullopt;
  Facts facts;
  if (const auto kind = legacy_pat_kind(secret)) {
    const bool user = *kind == LegacyPatKind::kUser;
    facts.emplace_back("kind", user ? "user token" : "application token");
  }
  return facts;
}

}  // namespace patrol

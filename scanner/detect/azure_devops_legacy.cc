#include "scanner/detect/azure_devops_legacy.h"

#include <cstdint>
#include <string>

#include "scanner/detect/codec.h"

namespace patrol {
namespace {

constexpr std::size_t kCharacters = 52;
constexpr std::uint32_t kUserMagic = 0xE0B9692D;
constexpr std::uint32_t kApplicationMagic = 0x1019F92E;

// REQUIRES: bytes.size() == 32, here and below.
std::string random_part(std::string_view bytes) {
  std::string part(bytes.substr(0, 2));
  part += bytes.substr(3, 4);
  part += bytes.substr(9, 13);
  part += bytes.substr(23, 9);
  return part;
}

std::uint32_t written_crc(std::string_view bytes) {
  std::uint32_t crc = 0;
  for (const std::size_t place : {2U, 7U, 8U, 22U}) {
    crc = (crc << 8) | static_cast<unsigned char>(bytes[place]);
  }
  return crc;
}

std::optional<std::string> decode(std::string_view secret) {
  if (secret.size() != kCharacters) return std::nullopt;
  return decode_base32(secret);
}

}  // namespace

std::optional<LegacyPatKind> legacy_pat_kind(std::string_view secret) {
  const std::optional<std::string> bytes = decode(secret);
  if (!bytes) return std::nullopt;
  const std::uint32_t magic = written_crc(*bytes) ^ crc32(random_part(*bytes));
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

#include "scanner/detect/cask.h"

#include <cstdint>
#include <cstdio>
#include <string>

#include "scanner/core/codec.h"
#include "scanner/detect/marvin32.h"

namespace patrol {
namespace {

constexpr std::size_t kStandard = 52;   // "JQQJ9"
constexpr std::size_t kKind = 57;       // '9', 'D' or 'H'
constexpr std::size_t kYear = 58;       // base64 alphabet, from 2024
constexpr std::size_t kMonth = 59;      // 'A' to 'L'
constexpr std::size_t kSignature = 76;  // four characters
constexpr std::size_t kDigits = 80;
constexpr std::string_view kAzureDevOps = "AZDO";
constexpr std::size_t kShortForm = 84;
constexpr std::size_t kLongForm = 88;

struct CheckDigits6 {
  std::string now;    // form A, six characters
  std::string older;  // form B, six characters
};

CheckDigits6 digits_of(std::string_view core) {
  const std::uint32_t hash = marvin32(core, *marvin32_seed("Default0"));
  std::string bytes;
  std::uint32_t reversed = 0;
  for (unsigned shift = 0; shift < 32; shift += 8) {
    bytes.push_back(static_cast<char>(hash >> shift));
    reversed = (reversed << 8) | ((hash >> shift) & 0xFF);
  }
  std::size_t zeros = 0;
  while (zeros < 3 && bytes[zeros] == '\0') ++zeros;
  std::string now = std::string(zeros, '0') + encode_base62(reversed, 1);
  now.resize(6, '0');
  return {now, encode_base64(bytes).substr(0, 6)};
}

bool same_digits(std::string_view written, std::string_view expected) {
  if (written.size() == 4) return written == expected.substr(0, 4);
  const auto a = base64_value(written[5]);
  const auto b = base64_value(expected[5]);
  return written.substr(0, 5) == expected.substr(0, 5) && a && b &&
         *a >> 4 == *b >> 4;
}

bool has_form(std::string_view secret) {
  if (secret.size() == kShortForm) return true;
  return secret.size() == kLongForm && secret.ends_with("==");
}

// "2026-06" for "CF".
std::string year_and_month(unsigned year, char month) {
  char text[16];
  std::snprintf(text, sizeof text, "%u-%02d", 2024 + year, month - 'A' + 1);
  return text;
}

}  // namespace

bool cask_digits_hold(std::string_view secret, View<Text>) {
  if (!has_form(secret)) return false;
  const auto core = decode_base64(secret.substr(0, kDigits));
  if (!core) return false;
  const CheckDigits6 expected = digits_of(*core);
  const bool is_short = secret.size() == kShortForm;
  const std::string_view written = secret.substr(kDigits, is_short ? 4 : 6);
  return same_digits(written, expected.now) ||
         same_digits(written, expected.older);
}

std::optional<Facts> read_cask(std::string_view secret, const Rule& rule) {
  if (!has_form(secret) || secret.substr(kStandard, 5) != "JQQJ9") {
    return std::nullopt;
  }
  const auto year = base64_value(secret[kYear]);
  const char month = secret[kMonth];
  if (!year || month < 'A' || month > 'L') return std::nullopt;
  Facts facts{{"created", year_and_month(*year, month)}};
  if (secret.substr(kSignature, kAzureDevOps.size()) == kAzureDevOps) {
    facts.emplace_back("year ends",
                       year_and_month(*year + 1, month) + " unless extended");
  }
  if (secret[kKind] == 'D') facts.emplace_back("kind", "derived key");
  if (secret[kKind] == 'H') facts.emplace_back("kind", "hash of a key");
  if (rule.generic) {
    facts.emplace_back("provider", secret.substr(kSignature, 4));
  }
  return facts;
}

}  // namespace patrol

#include "scanner/detect/aws.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <string>

#include "scanner/core/codec.h"
#include "scanner/detect/entropy.h"
#include "scanner/detect/placeholder.h"

namespace patrol {
namespace {

constexpr std::size_t kPrefix = 4;
constexpr std::size_t kIdLength = 20;
constexpr std::size_t kSecretLength = 40;
constexpr std::uint64_t kAccountBits = 0x7fffffffff80;
constexpr unsigned kAccountShift = 7;

// Empty: the id is from before 2019.
std::string account_of(std::string_view id) {
  if (id[kPrefix] == 'I' || id[kPrefix] == 'J') return {};
  const auto bytes = decode_base32(id.substr(kPrefix));
  if (!bytes || bytes->size() < 6) return {};
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < 6; ++i) {
    number = number << 8 | static_cast<unsigned char>((*bytes)[i]);
  }
  char digits[32];
  std::snprintf(digits, sizeof digits, "%012llu",
                static_cast<unsigned long long>((number & kAccountBits) >>
                                                kAccountShift));
  return digits;
}

bool has(std::string_view text, char first, char last) {
  return std::ranges::any_of(text,
                             [=](char c) { return first <= c && c <= last; });
}

}  // namespace

std::optional<Facts> read_aws_key_id(std::string_view secret, const Rule&) {
  if (secret.size() != kIdLength || is_placeholder(secret) ||
      !looks_random(secret.substr(kPrefix), 0)) {
    return std::nullopt;
  }
  Facts facts;
  const std::string account = account_of(secret);
  if (!account.empty()) facts.emplace_back("account", account);
  return facts;
}

// Of forty random characters one in 900 has no digit, fewer no letter of one of
// the cases. A path has more than five slashes, one random text in 1,500.
std::optional<Facts> read_aws_secret_key(std::string_view secret, const Rule&) {
  constexpr std::ptrdiff_t kMostSlashes = 5;
  if (secret.size() != kSecretLength || !has(secret, '0', '9') ||
      !has(secret, 'a', 'z') || !has(secret, 'A', 'Z') ||
      std::ranges::count(secret, '/') > kMostSlashes ||
      is_placeholder(secret) || !looks_random(secret, 0)) {
    return std::nullopt;
  }
  return Facts{};
}

}  // namespace patrol

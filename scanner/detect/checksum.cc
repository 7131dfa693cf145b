// The table of algorithms, and those that are too short for a file of their
// own. What they have in common: the digits stand at the end of the token.
#include "scanner/detect/checksum.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>

#include "scanner/core/codec.h"
#include "scanner/detect/azure_devops_legacy.h"
#include "scanner/detect/bip39.h"
#include "scanner/detect/cask.h"
#include "scanner/detect/gitlab_routable.h"
#include "scanner/detect/marvin32.h"

namespace patrol {
namespace {

// The CRC-32 of `bytes` as four bytes, least significant first.
std::string little_endian_crc32(std::string_view bytes) {
  std::string out;
  for (std::uint32_t rest = crc32(bytes); out.size() < 4; rest >>= 8) {
    out.push_back(static_cast<char>(rest));
  }
  return out;
}

std::string hex(std::string_view bytes, std::string_view digits) {
  std::string out;
  for (char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out.push_back(digits[byte >> 4]);
    out.push_back(digits[byte & 15]);
  }
  return out;
}

// atlassian-crc32: API tokens of Atlassian and Bitbucket Cloud.
//
//   A T A T T 3 x F f G F 0 . . . . . . . . =   | D D D D D D D D |
//   A T B B . . . . . . . . . . . . . . . . .   | D D D D D D D D |
//                                                 ^ CRC-32 of all before them,
//                                                   the '=' too, in upper hex
// Source: observed by several scanners; Atlassian publishes the shape alone.
// Passes by chance once in 2^32.
bool atlassian_crc32_holds(std::string_view secret, View<Text>) {
  constexpr std::size_t kDigits = 8;
  if (secret.size() <= kDigits) return false;
  const std::string_view body = secret.substr(0, secret.size() - kDigits);
  std::string crc = little_endian_crc32(body);
  std::reverse(crc.begin(), crc.end());
  return hex(crc, "0123456789ABCDEF") == secret.substr(body.size());
}

// base62-crc32: GitHub's ghp_, gho_, ghu_, ghs_, ghr_ and npm's tokens.
//
//   g h p _ | body, base62, 30 or more . . . . | d d d d d d |
//                                                ^ CRC-32 of the body alone,
//                                                  base62, '0' on the left
// The prefix ends with the last '_': neither body nor digits hold one.
// Source: github.blog, 2021-04-05, "Behind GitHub's new authentication token
// formats". Passes by chance once in 2^32.
bool base62_crc32_holds(std::string_view secret, View<Text>) {
  constexpr std::size_t kDigits = 6;
  const std::size_t prefix = secret.rfind('_');
  if (prefix == secret.npos) return false;
  const std::string_view rest = secret.substr(prefix + 1);
  if (rest.size() <= kDigits) return false;
  const std::string_view body = rest.substr(0, rest.size() - kDigits);
  return encode_base62(crc32(body), kDigits) == rest.substr(body.size());
}

// confluent-crc32: API secrets of Confluent Cloud made since July 2025.
//
//   c f l t | body, base64, 54 characters . . . | d d d d d d |
//                                                 ^ CRC-32 of the body alone,
//                                                   little-endian, in base64
// Source: docs.confluent.io, "Use API Keys to Authenticate to Confluent
// Cloud". Passes by chance once in 2^32.
bool confluent_crc32_holds(std::string_view secret, View<Text>) {
  constexpr std::size_t kPrefix = 4;
  constexpr std::size_t kBody = 54;
  constexpr std::size_t kDigits = 6;
  if (secret.size() != kPrefix + kBody + kDigits) return false;
  const std::string crc = little_endian_crc32(secret.substr(kPrefix, kBody));
  return encode_base64(crc).substr(0, kDigits) ==
         secret.substr(kPrefix + kBody);
}

// entra-client-secret: secrets of Entra applications with the mark "8Q~".
//
//   0 1 2   3 4 5   6 . . . . . . . . . . 36   37 38 39
//   x x x   8 Q ~   x x x x x x x x x x x x     d  d  d
//
// The digits are the first three of six that Marvin32("AadPwd00") of the 37
// characters before gives in an alphabet of 66, 'a' on the left. 2^32 / 66^5
// is 3.4, so the first digit is one of a, b, c, d; the three pass by chance
// once in 14,900. Secrets with "7Q~" have none.
// Source: github.com/microsoft/security-utilities, SEC101/156.
bool entra_client_secret_holds(std::string_view secret, View<Text>) {
  constexpr std::string_view kAlphabet =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ1234567890.-_~";
  if (secret.size() != 40 || secret.substr(3, 3) != "8Q~") return false;
  std::uint32_t rest =
      marvin32(secret.substr(0, 37), *marvin32_seed("AadPwd00"));
  std::array<char, 6> digits{};
  for (std::size_t i = digits.size(); i-- > 0; rest /= 66) {
    digits[i] = kAlphabet[rest % 66];
  }
  return secret.substr(37) == std::string_view(digits.data(), 3);
}

// grafana-crc32: Grafana's service account tokens.
//
//   g l s a _ | 32 characters | _ | d d d d d d d d |
//   |<-- CRC-32 of these 37 ->|     ^ little-endian, in lower hex
//
// Source: github.com/grafana/grafana, pkg/components/apikeygenprefixed. Passes
// by chance once in 2^32.
bool grafana_crc32_holds(std::string_view secret, View<Text>) {
  constexpr std::size_t kDigits = 8;
  if (secret.size() <= kDigits + 1) return false;
  const std::string_view body = secret.substr(0, secret.size() - kDigits - 1);
  return secret[body.size()] == '_' &&
         hex(little_endian_crc32(body), "0123456789abcdef") ==
             secret.substr(body.size() + 1);
}

// marvin32-base64: Microsoft's "identifiable" keys, "HIS version 1": storage,
// Cosmos DB, Service Bus and others.
//
//   base64, decoded whole:   | key . . . . . . . . . . | c0 c1 c2 c3 |
//                                                        ^ little-endian
//                                                          Marvin32 of the key
// The seed tells the use of the key (read, write, listen, …), so a rule lists
// those of its family and any that holds is enough. Passes by chance once in
// 2^32 for each seed. Functions keys are base64url.
// Source: github.com/microsoft/security-utilities, IdentifiableSecrets.
bool marvin32_base64_holds(std::string_view secret, View<Text> seeds) {
  constexpr std::size_t kHashBytes = 4;
  const auto bytes = decode_base64(secret);
  if (!bytes || bytes->size() <= kHashBytes) return false;
  const std::string_view key(bytes->data(), bytes->size() - kHashBytes);
  std::uint32_t written = 0;
  for (std::size_t i = bytes->size(); i-- > key.size();) {
    written = (written << 8) | static_cast<unsigned char>((*bytes)[i]);
  }
  for (Text name : seeds) {
    const auto seed = marvin32_seed(name);
    if (seed && marvin32(key, *seed) == written) return true;
  }
  return false;
}

constexpr std::array<ChecksumAlgorithm, 10> kAlgorithms = {{
    {"atlassian-crc32", atlassian_crc32_holds},
    {"azure-devops-legacy", legacy_pat_digits_hold},
    {"base62-crc32", base62_crc32_holds},
    {"bip39", bip39_digits_hold},
    {"cask", cask_digits_hold},
    {"confluent-crc32", confluent_crc32_holds},
    {"entra-client-secret", entra_client_secret_holds},
    {"gitlab-routable", gitlab_routable_digits_hold},
    {"grafana-crc32", grafana_crc32_holds},
    {"marvin32-base64", marvin32_base64_holds},
}};

}  // namespace

const ChecksumAlgorithm* find_checksum(std::string_view name) {
  for (const ChecksumAlgorithm& algorithm : kAlgorithms) {
    if (algorithm.name == name) return &algorithm;
  }
  return nullptr;
}

View<ChecksumAlgorithm> checksum_algorithms() { return kAlgorithms; }

}  // namespace patrol

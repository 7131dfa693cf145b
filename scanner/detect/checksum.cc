// The table of algorithms, and those that are too short for a file of their
// own. What they have in common: the digits stand at the end of the token.
#include "scanner/detect/checksum.h"

#include <array>
#include <cstdint>
#include <string>

#include "scanner/detect/azure_devops_legacy.h"
#include "scanner/detect/cask.h"
#include "scanner/detect/codec.h"
#include "scanner/detect/marvin32.h"

namespace patrol {
namespace {

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

constexpr std::array<ChecksumAlgorithm, 5> kAlgorithms = {{
    {"azure-devops-legacy", legacy_pat_digits_hold},
    {"base62-crc32", base62_crc32_holds},
    {"cask", cask_digits_hold},
    {"entra-client-secret", entra_client_secret_holds},
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

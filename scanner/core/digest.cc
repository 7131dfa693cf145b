// Why OpenSSL's old interface: the first EVP_Digest() of a process reads
// openssl.cnf, loads a provider and fills tables, which was measured to take
// 1.2 to 2.3 ms (OpenSSL 3.0), a quarter of what a whole start of patrol may
// take, and so does SHA1(); SHA256_Update() and its kin take 0.02 ms, run the
// same assembly and cannot fail. They are marked as deprecated, hence the macro
// below; HMAC() is EVP inside, hence the ten lines of RFC 2104.
#define OPENSSL_SUPPRESS_DEPRECATED
#include "scanner/core/digest.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/sha.h>

#include <algorithm>
#include <initializer_list>
#include <new>
#include <span>

namespace patrol {
namespace {

constexpr std::size_t kBlock = SHA256_CBLOCK;

// Of the parts as if they were one text.
Digest sha256_of(std::initializer_list<std::string_view> parts) {
  SHA256_CTX state;
  SHA256_Init(&state);
  for (std::string_view part : parts) {
    SHA256_Update(&state, part.data(), part.size());
  }
  Digest digest;
  SHA256_Final(digest.data(), &state);
  return digest;
}

std::string_view as_text(const Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

// The key as RFC 2104 mixes it in: one block, each byte xored with `pad`.
std::string padded_key(std::string_view key, char pad) {
  std::string block(kBlock, '\0');
  std::copy(key.begin(), key.end(), block.begin());
  for (char& c : block) c = static_cast<char>(c ^ pad);
  return block;
}

std::string hex_of(std::span<const std::uint8_t> bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex;
  for (const std::uint8_t byte : bytes) {
    hex += kDigits[byte >> 4];
    hex += kDigits[byte & 15];
  }
  return hex;
}

}  // namespace

Digest sha256(std::string_view bytes) { return sha256_of({bytes}); }

std::array<std::uint8_t, 20> sha1(std::string_view bytes) {
  std::array<std::uint8_t, SHA_DIGEST_LENGTH> digest;
  SHA_CTX state;
  SHA1_Init(&state);
  SHA1_Update(&state, bytes.data(), bytes.size());
  SHA1_Final(digest.data(), &state);
  return digest;
}

std::string to_hex(const Digest& digest) { return hex_of(digest); }

std::string sha256_hex(std::string_view bytes) { return to_hex(sha256(bytes)); }

std::string sha1_hex(std::string_view bytes) { return hex_of(sha1(bytes)); }

Digest hmac_sha256(std::string_view key, std::string_view bytes) {
  if (key.size() > kBlock) {
    const Digest shorter = sha256(key);
    return hmac_sha256(as_text(shorter), bytes);
  }
  const Digest inner = sha256_of({padded_key(key, 0x36), bytes});
  return sha256_of({padded_key(key, 0x5c), as_text(inner)});
}

bool same_digest(const Digest& a, const Digest& b) {
  return CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

Digest scrypt(std::string_view secret, std::string_view salt, ScryptCost cost) {
  constexpr std::uint64_t kOpenSslsLimit = 0;
  Digest digest;
  const int done = EVP_PBE_scrypt(
      secret.data(), secret.size(),
      reinterpret_cast<const unsigned char*>(salt.data()), salt.size(), cost.n,
      cost.r, cost.p, kOpenSslsLimit, digest.data(), digest.size());
  if (done != 1) throw std::bad_alloc();
  return digest;
}

}  // namespace patrol

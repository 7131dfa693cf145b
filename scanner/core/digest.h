// SHA-256 and HMAC-SHA256: names for contents (the digest of a rule set, a
// fingerprint) and a seal on what is read back from a cache. scrypt: a name
// for contents that could be guessed. SHA-1: what git calls its objects, and no
// proof of anything else.
//
// The one exception to "core is the standard library alone": a hash is not
// written again by hand, and digest.cc is the only file that knows OpenSSL.
//
// All functions are pure and may be called from any thread.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace patrol {

using Digest = std::array<std::uint8_t, 32>;

Digest sha256(std::string_view bytes);

std::array<std::uint8_t, 20> sha1(std::string_view bytes);

// As 64 lower-case hex digits.
std::string to_hex(const Digest&);
std::string sha256_hex(std::string_view bytes);
// As 40.
std::string sha1_hex(std::string_view bytes);

// RFC 2104 over SHA-256; a key of any length.
Digest hmac_sha256(std::string_view key, std::string_view bytes);

// Takes the same time wherever the two differ, so that a seal cannot be found
// byte by byte.
bool same_digest(const Digest&, const Digest&);

// What one evaluation of scrypt costs: 128 * n * r bytes of memory, read and
// written 2 * p times (RFC 7914).
struct ScryptCost {
  std::uint64_t n;  // a power of two
  std::uint64_t r;
  std::uint64_t p;
};

// REQUIRES: 128 * n * r is at most 16 MiB (OpenSSL's own limit is twice that).
// Throws std::bad_alloc, as `new` does, where that memory is not to be had.
Digest scrypt(std::string_view secret, std::string_view salt, ScryptCost cost);

}  // namespace patrol

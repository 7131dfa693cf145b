// Marvin32: the keyed 32-bit hash whose value Microsoft writes into its keys
// as check digits (see cask.h and checksum.cc). It is a checksum here: the
// seeds are published, so it proves the format, not who issued the key.
//
// The state is two 32-bit words, the halves of the seed. Each little-endian
// word of the text is added to the first and mixed in; the rest of the text,
// 0 to 3 bytes, is closed with 0x80 and mixed in twice:
//
//   | w0 w0 w0 w0 | w1 w1 w1 w1 | r r 80 00 |
//        mix           mix       mix and mix
//
// Source: github.com/microsoft/security-utilities, whose test vectors are in
// marvin32_test.cc. Pure functions; thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace patrol {

// The exclusive-or of the halves of the 64-bit hash.
std::uint32_t marvin32(std::string_view bytes, std::uint64_t seed);

// A seed as Microsoft names it, eight ASCII characters read big-endian:
// "Default0" is 0x44656661756C7430. nullopt for any other length.
std::optional<std::uint64_t> marvin32_seed(std::string_view name);

}  // namespace patrol

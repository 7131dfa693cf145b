// The English word list of BIP 39: 2,048 words in alphabetical order, each of
// three to eight letters a-z and told from all others by its first four. A
// word stands for eleven bits, its number in the list.
//
// Other languages have lists of their own; hardly anybody uses them.
//
// Source: github.com/bitcoin/bips, bip-0039/english.txt.
// Pure function; thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace patrol {

inline constexpr std::size_t kBip39Words = 2048;

// "abandon" 0 … "zoo" 2047. nullopt: `word`, in lower case, is not in the list.
std::optional<std::uint32_t> bip39_number(std::string_view word);

}  // namespace patrol

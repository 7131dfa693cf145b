// Which of the bytes that decoders look for stand where in a text, 64 bytes a
// step, a bit each. The class of a byte is what two tables of 16 entries, one
// asked with its low half and one with its high half, agree on (Langdale and
// Lemire, "Parsing gigabytes of JSON per second", 2019, section 3.1.1); an
// instruction asks a table for 32 or 64 bytes at once.
//
// For decode/survey.h alone, and for tests, which hold each of the ways against
// looking at the bytes.
//
// Pure functions; thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace patrol {

// Bytes that one step looks at, and the bits of its masks.
inline constexpr std::size_t kBlock = 64;

// Of a block, a bit a byte, the first byte's the lowest.
struct Masks {
  std::uint64_t base64 = 0;    // A-Z a-z 0-9 + / - _
  std::uint64_t escapes = 0;   // \\ % & <
  std::uint64_t specials = 0;  // + / - _
  std::uint64_t quotes = 0;    // " '
  std::uint64_t names = 0;     // . and what is behind it in ASCII
};

// Writes the masks of `blocks` blocks that begin at `at` to `out`.
using Classify = void (*)(const char* at, std::size_t blocks, Masks* out);

// All that this processor can run, the fastest first; never empty. They give
// the same.
std::span<const Classify> classifiers();

}  // namespace patrol

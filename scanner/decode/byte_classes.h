// Which of the bytes that decoders look for stand where in a text, a bit each.
// The class of a byte is what two tables of 16 entries, one asked with its low
// half and one with its high half, agree on (Langdale and Lemire, "Parsing
// gigabytes of JSON per second", 2019, section 3.1.1); an instruction asks a
// table for 32 or 64 bytes at once.
//
// For decode/rows.h, and for tests, which hold each of the ways against the
// others.
//
// Pure functions; thread-safe.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace patrol {

// Bytes that a mask stands for, a bit a byte, the first byte's the lowest.
inline constexpr std::size_t kBlock = 64;

// Blocks that are looked at side by side, and their bytes.
inline constexpr std::size_t kLanes = 8;
inline constexpr std::size_t kGroup = kBlock * kLanes;

// A mask a block; in the first mask, the first block's.
using BlockMasks = std::array<std::uint64_t, kLanes>;

// What is asked of every block.
struct alignas(64) KindGroup {
  BlockMasks base64;    // A-Z a-z 0-9 + / - _
  BlockMasks specials;  // + / - _
  BlockMasks escapes;   // \\ % & <
  BlockMasks quotes;    // " '
  BlockMasks names;     // . and what is behind it in ASCII
};

// What is asked where much is base64: which of these characters may stand
// first, second and third in a group of four that is text. Of other bytes it
// says nothing.
struct alignas(64) PlaceGroup {
  BlockMasks first;
  BlockMasks second;
  BlockMasks third;
};

// How wide the vectors are that a processor has.
enum class Vectors : std::uint8_t { kNone, k256, k512 };

// Classify `blocks` blocks that begin at `at`, as blocks `first`, first + 1,
// ... of the groups out[0], out[1], ...
struct Classifiers {
  Vectors vectors;
  void (*kinds)(const char* at, std::size_t first, std::size_t blocks,
                KindGroup* out);
  void (*places)(const char* at, std::size_t first, std::size_t blocks,
                 PlaceGroup* out);
};

// All that this processor can run, the fastest first; never empty. They give
// the same.
std::span<const Classifiers> classifiers();

}  // namespace patrol

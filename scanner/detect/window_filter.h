// Where may one of a thousand windows stand? A window is the four bytes (or
// three) of a literal by which detect/literal_finder.h looks for it. Needs a
// processor with AVX512-VBMI and -VBMI2 (Intel's servers since 2021, AMD's Zen
// 4); without, Hyperscan does the work (detect/prefilter.h).
//
// Idea: two sieves, neither of which has a jump that could not be foreseen.
//
// 1. The windows are in 32 buckets. Four tables say, by the low six bits of a
//    byte, in which buckets a window has that byte first, second, third and
//    fourth; an instruction asks a table for 64 bytes of text at once:
//
//      text        . . . g h p _ . . .
//      first[g]          {2,7,9}
//      second[h]           {7,9}
//      third[p]              {1,7}
//      fourth[_]               {0,7,8}     bucket 7 may have a window here
//
//    One place in 30 of C source passes.
// 2. The hash of the window, in a table of bits: 16 places at once, by
//    instructions that gather. One place in 400 is left.
//
// (The first is that of Teddy in Hyperscan, which asks for half bytes, and so
// is for some 70 literals; its FDR hashes two bytes and more, and waits for
// memory. Wang et al., "Hyperscan", NSDI 2019, section 5.)
//
// Contract: every place where a window stands passes, also in another case:
// both sieves take a letter for its other case where they cannot tell. Most
// places that pass have none.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "scanner/rules/source_text.h"

namespace patrol {

// Bytes of a window. That of a literal of three bytes has three.
inline constexpr std::size_t kWindow = 4;
inline constexpr std::size_t kShortWindow = 3;

// By what a window is looked up: its bytes as they stand in memory, bit 5 of
// each set, so that both cases of a letter have one key; with zero behind a
// short one.
inline std::uint32_t window_key(std::uint32_t bytes) {
  return bytes | 0x2020'2020;
}
inline std::uint32_t short_window_key(std::uint32_t bytes) {
  return window_key(bytes) & 0xFF'FFFF;
}

// The upper `bits` of a multiplicative hash (Knuth, vol. 3, 6.4); 2654435761 is
// near 2^32 / phi.
inline constexpr std::uint32_t kHashFactor = 2'654'435'761U;
inline std::uint32_t window_hash(std::uint32_t key, unsigned bits) {
  return key * kHashFactor >> (32 - bits);
}

// What may stand at a byte of a window, as the first sieve sees it.
using WindowSixes = std::array<Sixes, kWindow>;

// Immutable once all is added; then thread-safe.
class WindowFilter {
 public:
  static constexpr std::size_t kSets = 4;  // of eight buckets, a bit each
  static constexpr std::size_t kBuckets = 8 * kSets;
  // Bytes of text that are looked at in one go.
  static constexpr std::size_t kStretch = 4096;
  // Places, as offsets in the stretch; and room to write whole vectors.
  using Places = std::array<std::uint32_t, kStretch + 16>;

  // Has this processor the instructions?
  static bool runs_here();

  // REQUIRES: bucket < kBuckets; kShortWindow or kWindow bytes of text.
  void add(std::string_view window, const WindowSixes& sixes,
           std::size_t bucket);

  // Writes the places among bytes[from, from + kStretch) that pass, ascending;
  // returns how many. REQUIRES: runs_here(); from < bytes.size(); kWindow - 1
  // readable bytes after bytes.end().
  std::size_t pass(std::string_view bytes, std::size_t from, Places& out) const;

 private:
  static constexpr unsigned kHashBits = 16;
  // A bit for each hash.
  using Hashes = std::array<std::uint32_t, (1U << kHashBits) / 32>;
  // By the low six bits of a window's byte.
  using Table = std::array<std::uint8_t, 64>;
  struct alignas(64) Tables {
    std::array<std::array<Table, kWindow>, kSets> of{};
  };

  // The sieves, over the first kStretch bytes of `text`: a window may cross the
  // end of those. The second keeps of `count` places.
  static std::size_t mark(const Tables& tables, std::string_view text,
                          Places& out);
  std::size_t keep_known(const char* text, std::size_t count,
                         Places& places) const;

  Tables tables_;
  Hashes long_{};
  Hashes short_{};
};

}  // namespace patrol

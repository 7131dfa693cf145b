// Finds runs: stretches of at least `length` bytes that all belong to one
// alphabet. For rules whose token has no fixed part to search for, such as 52
// characters of base32.
//
// As a Hyperscan pattern such a run costs a state for every byte of the text.
// Here most bytes are never looked at. A run that begins anywhere in
// [p, p + length - 16] covers the same 16 bytes, so one vector decides about
// all those beginnings (the idea of Boyer and Moore's search, 1977, with a
// vector in place of the last byte):
//
//     p . . . . . . . . . . . . . [ 16 bytes ]
//     ^ begins here or later       ^ p + length - 16
//
// If one of the 16 is not of the alphabet, no run begins at it or before, and
// the search goes on behind the last such. In source code that is nearly always
// so: length 52 costs a vector in about 48 bytes. The worst text, all of one
// alphabet, is looked at once, byte by byte.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "scanner/core/byte_set.h"
#include "scanner/core/location.h"

namespace patrol {

// Immutable; thread-safe.
class RunFinder {
 public:
  // REQUIRES: length >= 1; shorter than 16 is looked at byte by byte.
  RunFinder(const ByteSet& alphabet, std::uint32_t length);

  const ByteSet& alphabet() const { return alphabet_; }
  std::uint32_t length() const { return length_; }

  // Appends every run of bytes[where] to `out`, as long as it is in there, in
  // order; runs do not touch each other.
  void find(std::string_view bytes, Span where, std::vector<Span>& out) const;

 private:
  // Bytes low, low + 1, ... low + width: two instructions for 16 bytes.
  struct Range {
    std::uint8_t low;
    std::uint8_t width;
  };
  using Skip = std::size_t (*)(const RunFinder&, std::string_view bytes,
                               std::size_t begin);

  static Skip skip_for(std::size_t ranges, std::uint32_t length);
  template <std::size_t kRanges>
  static std::size_t skip(const RunFinder& finder, std::string_view bytes,
                          std::size_t begin);

  ByteSet alphabet_;
  std::uint32_t length_;
  std::vector<Range> ranges_;  // the alphabet: base32 is [a-z] and [2-7]
  Skip skip_;
};

}  // namespace patrol

// A set of byte values: what one character class of a regular expression
// matches, and the alphabet of a run.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace patrol {

struct ByteSet {
  std::uint64_t bits[4] = {0, 0, 0, 0};

  constexpr bool contains(unsigned char b) const {
    return (bits[b >> 6] >> (b & 63)) & 1;
  }
  constexpr void add(unsigned char b) {
    bits[b >> 6] |= std::uint64_t{1} << (b & 63);
  }
  // Both ends belong to the range.
  constexpr void add_range(unsigned char low, unsigned char high) {
    for (int b = low; b <= high; ++b) add(static_cast<unsigned char>(b));
  }
  constexpr void add_all(const ByteSet& other) {
    for (int i = 0; i < 4; ++i) bits[i] |= other.bits[i];
  }
  constexpr ByteSet complement() const {
    return {{~bits[0], ~bits[1], ~bits[2], ~bits[3]}};
  }
  constexpr bool is_subset_of(const ByteSet& other) const {
    for (int i = 0; i < 4; ++i) {
      if (bits[i] & ~other.bits[i]) return false;
    }
    return true;
  }
  bool operator==(const ByteSet&) const = default;
};

constexpr ByteSet any_byte() { return ByteSet{}.complement(); }

// Adds the other case of every ASCII letter in `set`.
void add_other_case(ByteSet& set);

// The class that RE2 knows by this name: "d", "s", "w" of \d \s \w, and those
// of [[:alpha:]]. Nullopt: no such class.
std::optional<ByteSet> named_class(std::string_view name);

}  // namespace patrol

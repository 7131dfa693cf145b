#include "scanner/decode/run_finder.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <cstring>

namespace patrol {
namespace {

// GCC's and clang's portable vectors: SSE2 on x86-64, NEON on arm64.
constexpr std::size_t kLanes = 16;
using Vector [[gnu::vector_size(kLanes)]] = std::uint8_t;

// Bytes low, low + 1, ... low + width: two instructions for 16 bytes.
struct Range {
  std::uint8_t low;
  std::uint8_t width;
};

// An alphabet as ranges: base32 is [a-z] and [2-7].
std::vector<Range> ranges_of(const ByteSet& set) {
  const auto contains = [&](int b) {
    return set.contains(static_cast<unsigned char>(b));
  };
  std::vector<Range> ranges;
  for (int b = 0; b < 256; ++b) {
    if (!contains(b) || (b > 0 && contains(b - 1))) continue;
    int last = b;
    while (last < 255 && contains(last + 1)) ++last;
    ranges.push_back(
        {static_cast<std::uint8_t>(b), static_cast<std::uint8_t>(last - b)});
  }
  return ranges;
}

// Behind the last of the 16 bytes at `at` that is not of the alphabet; 0: all
// are. kRanges is known to the compiler so that the ranges stay in registers.
template <std::size_t kRanges>
std::size_t behind_last_foreign(const char* at,
                                const std::array<Range, kRanges>& ranges) {
  Vector bytes;
  std::memcpy(&bytes, at, kLanes);
  Vector members = {};
  for (const Range& range : ranges) {
    // Below `low` the difference wraps around to more than `width`.
    members |= static_cast<Vector>(bytes - range.low <= range.width);
  }
  std::array<std::uint64_t, 2> halves;
  std::memcpy(&halves, &members, kLanes);
  static_assert(std::endian::native == std::endian::little);
  // A member's byte is all ones.
  const auto behind = [](std::uint64_t half) {
    return 8 - static_cast<std::size_t>(std::countl_one(half)) / 8;
  };
  if (~halves[1] != 0) return 8 + behind(halves[1]);
  return behind(halves[0]);
}

// The first place from `begin` on where a run may begin, judging by the last
// 16 bytes that it must have; bytes.size() if there is none.
template <std::size_t kRanges>
std::size_t skip(std::string_view bytes, const std::vector<Range>& ranges,
                 std::size_t begin, std::uint32_t length) {
  std::array<Range, kRanges> known;
  std::copy_n(ranges.begin(), kRanges, known.begin());
  const std::size_t before = length - kLanes;
  while (begin + length <= bytes.size()) {
    const std::size_t behind =
        behind_last_foreign(bytes.data() + begin + before, known);
    if (behind == 0) return begin;
    begin += before + behind;
  }
  return bytes.size();
}

// Nothing is skipped: the run is too short for a vector, or the alphabet has
// more pieces than any that rules use.
std::size_t skip_nothing(std::string_view, const std::vector<Range>&,
                         std::size_t begin, std::uint32_t) {
  return begin;
}

using Skip = decltype(&skip_nothing);
Skip skip_for(std::size_t ranges, std::uint32_t length) {
  static constexpr std::array<Skip, 7> kSkips = {
      skip_nothing, skip<1>, skip<2>, skip<3>, skip<4>, skip<5>, skip<6>};
  return length >= kLanes && ranges < kSkips.size() ? kSkips[ranges]
                                                    : skip_nothing;
}

}  // namespace

void find_runs(std::string_view bytes, const ByteSet& set, std::uint32_t length,
               std::vector<Span>& out) {
  assert(length >= 1);
  const std::vector<Range> ranges = ranges_of(set);
  const Skip skip_ahead = skip_for(ranges.size(), length);
  const auto holds = [&](char c) {
    return set.contains(static_cast<unsigned char>(c));
  };
  std::size_t begin = 0;  // no run begins before
  while ((begin = skip_ahead(bytes, ranges, begin, length)) + length <=
         bytes.size()) {
    // Backwards from the last byte that a run at `begin` must have.
    std::size_t i = begin + length;
    while (i > begin && holds(bytes[i - 1])) --i;
    if (i > begin) {
      begin = i;  // bytes[i - 1] is none
      continue;
    }
    std::size_t end = begin + length;
    while (end < bytes.size() && holds(bytes[end])) ++end;
    out.push_back({begin, end});
    begin = end + 1;
  }
}

}  // namespace patrol

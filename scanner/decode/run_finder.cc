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

// Behind the last of the 16 bytes at `at` that is not of the alphabet; 0: all
// are. kRanges is known to the compiler so that the ranges stay in registers.
template <typename Range, std::size_t kRanges>
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

}  // namespace

RunFinder::RunFinder(const ByteSet& alphabet, std::uint32_t length)
    : alphabet_(alphabet), length_(length) {
  assert(length >= 1);
  const auto contains = [&](int b) {
    return alphabet.contains(static_cast<unsigned char>(b));
  };
  for (int b = 0; b < 256; ++b) {
    if (!contains(b) || (b > 0 && contains(b - 1))) continue;
    int last = b;
    while (last < 255 && contains(last + 1)) ++last;
    ranges_.push_back(
        {static_cast<std::uint8_t>(b), static_cast<std::uint8_t>(last - b)});
  }
  skip_ = skip_for(ranges_.size(), length);
}

// The first place from `begin` on where a run may begin, judging by the last
// 16 bytes that it must have; bytes.size() if there is none.
template <std::size_t kRanges>
std::size_t RunFinder::skip(const RunFinder& finder, std::string_view bytes,
                            std::size_t begin) {
  std::array<Range, kRanges> known;
  std::copy_n(finder.ranges_.begin(), kRanges, known.begin());
  const std::size_t before = finder.length_ - kLanes;
  while (begin + finder.length_ <= bytes.size()) {
    const std::size_t behind =
        behind_last_foreign(bytes.data() + begin + before, known);
    if (behind == 0) return begin;
    begin += before + behind;
  }
  return bytes.size();
}

// Nothing is skipped where the run is too short for a vector, or the alphabet
// has more pieces than any that rules use.
RunFinder::Skip RunFinder::skip_for(std::size_t ranges, std::uint32_t length) {
  const Skip nothing = [](const RunFinder&, std::string_view,
                          std::size_t begin) { return begin; };
  static constexpr std::array<Skip, 6> kSkips = {skip<1>, skip<2>, skip<3>,
                                                 skip<4>, skip<5>, skip<6>};
  const bool skips = length >= kLanes && ranges >= 1 && ranges <= kSkips.size();
  return skips ? kSkips[ranges - 1] : nothing;
}

void RunFinder::find(std::string_view bytes, Span where,
                     std::vector<Span>& out) const {
  bytes = bytes.substr(0, where.end);
  const auto holds = [&](char c) {
    return alphabet_.contains(static_cast<unsigned char>(c));
  };
  std::size_t begin = where.begin;  // no run begins before
  while ((begin = skip_(*this, bytes, begin)) + length_ <= bytes.size()) {
    // Backwards from the last byte that a run at `begin` must have.
    std::size_t i = begin + length_;
    while (i > begin && holds(bytes[i - 1])) --i;
    if (i > begin) {
      begin = i;  // bytes[i - 1] is none
      continue;
    }
    std::size_t end = begin + length_;
    while (end < bytes.size() && holds(bytes[end])) ++end;
    out.push_back({begin, end});
    begin = end + 1;
  }
}

}  // namespace patrol

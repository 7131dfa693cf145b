#include "scanner/detect/run_finder.h"

#include <array>
#include <cassert>

namespace patrol {

void find_runs(std::string_view bytes, const ByteSet& alphabet,
               std::uint32_t length, std::vector<Span>& out) {
  assert(length >= 1);
  std::array<bool, 256> member;
  for (int b = 0; b < 256; ++b) {
    member[static_cast<std::size_t>(b)] =
        alphabet.contains(static_cast<unsigned char>(b));
  }
  const auto is_member = [&](std::size_t i) {
    return member[static_cast<unsigned char>(bytes[i])];
  };
  std::size_t begin = 0;  // no run begins before
  while (begin + length <= bytes.size()) {
    // Backwards from the last byte that a run at `begin` must have.
    std::size_t i = begin + length;
    while (i > begin && is_member(i - 1)) --i;
    if (i > begin) {
      begin = i;  // bytes[i - 1] is none
      continue;
    }
    std::size_t end = begin + length;
    while (end < bytes.size() && is_member(end)) ++end;
    out.push_back({begin, end});
    begin = end + 1;
  }
}

}  // namespace patrol

#include "scanner/detect/marvin32.h"

#include <bit>

namespace patrol {
namespace {

struct State {
  std::uint32_t low;
  std::uint32_t high;

  void mix(std::uint32_t word) {
    low += word;
    high ^= low;
    low = std::rotl(low, 20) + high;
    high = std::rotl(high, 9) ^ low;
    low = std::rotl(low, 27) + high;
    high = std::rotl(high, 19);
  }
};

// Up to four bytes as a little-endian word; missing ones are zero.
std::uint32_t little_endian(std::string_view bytes) {
  std::uint32_t word = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    word |= std::uint32_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
  }
  return word;
}

}  // namespace

std::uint32_t marvin32(std::string_view bytes, std::uint64_t seed) {
  State state{static_cast<std::uint32_t>(seed),
              static_cast<std::uint32_t>(seed >> 32)};
  for (; bytes.size() >= 4; bytes.remove_prefix(4)) {
    state.mix(little_endian(bytes.substr(0, 4)));
  }
  state.mix(little_endian(bytes) | 0x80u << (8 * bytes.size()));
  state.mix(0);
  return state.low ^ state.high;
}

std::optional<std::uint64_t> marvin32_seed(std::string_view name) {
  if (name.size() != 8) return std::nullopt;
  std::uint64_t seed = 0;
  for (char c : name) seed = (seed << 8) | static_cast<unsigned char>(c);
  return seed;
}

}  // namespace patrol

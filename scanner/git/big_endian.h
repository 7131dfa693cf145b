// Numbers as git's files write them.
#pragma once

#include <cstdint>
#include <string_view>

namespace patrol {

// REQUIRES: at + 4 (at + 8) <= bytes.size().
inline std::uint32_t big_endian_32(std::string_view bytes, std::uint64_t at) {
  std::uint32_t value = 0;
  for (std::uint64_t i = at; i < at + 4; ++i) {
    value = value << 8 | static_cast<unsigned char>(bytes[i]);
  }
  return value;
}

inline std::uint64_t big_endian_64(std::string_view bytes, std::uint64_t at) {
  return std::uint64_t{big_endian_32(bytes, at)} << 32 |
         big_endian_32(bytes, at + 4);
}

}  // namespace patrol

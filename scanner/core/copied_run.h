// What a text has in common with another one that it was made from, its base.
#pragma once

#include <cstdint>

namespace patrol {

// [offset, offset + length) of the text equals
// [base_offset, base_offset + length) of the base. length > 0.
struct CopiedRun {
  std::uint32_t base_offset;
  std::uint32_t offset;
  std::uint32_t length;

  friend bool operator==(const CopiedRun&, const CopiedRun&) = default;

  std::uint64_t end() const { return std::uint64_t{offset} + length; }
  std::uint64_t base_end() const { return std::uint64_t{base_offset} + length; }
};

}  // namespace patrol

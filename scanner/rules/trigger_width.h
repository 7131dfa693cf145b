// How many bytes a part of an expression matches, at least and at most.
//
// Pure functions; thread-safe.
#pragma once

#include <cstdint>

#include "scanner/rules/regex_syntax.h"

namespace patrol {

// kUnbounded swallows what is added to it.
constexpr std::uint32_t add(std::uint32_t a, std::uint32_t b) {
  if (a == kUnbounded || b == kUnbounded) return kUnbounded;
  const std::uint64_t sum = std::uint64_t{a} + b;
  return sum >= kUnbounded ? kUnbounded : static_cast<std::uint32_t>(sum);
}
constexpr std::uint32_t multiply(std::uint32_t a, std::uint32_t b) {
  if (a == 0 || b == 0) return 0;
  if (a == kUnbounded || b == kUnbounded) return kUnbounded;
  const std::uint64_t product = std::uint64_t{a} * b;
  return product >= kUnbounded ? kUnbounded
                               : static_cast<std::uint32_t>(product);
}

struct Width {
  std::uint32_t min = 0;
  std::uint32_t max = 0;

  constexpr Width operator+(const Width& o) const {
    return {add(min, o.min), add(max, o.max)};
  }
};

}  // namespace patrol

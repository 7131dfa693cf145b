// What each rule costs on the texts that are scanned, for `patrol rules
// profile`: counted, since a clock would tell more of the machine than of the
// rule, and what is counted is the same each time.
//
//   hits      its literals stand there          a few ns each
//   asked     the bytes around let it pass,     0.3 us each, and as much for
//             so its expression was run         each KB of `bytes`
//   matches   the expression matched            the judge's: 1 us and more
//   kept      the judge let it pass
//
// Not for several threads.
#pragma once

#include <cstdint>
#include <vector>

namespace patrol {

struct RuleCost {
  std::uint64_t hits = 0;
  std::uint64_t asked = 0;
  std::uint64_t bytes = 0;  // that its expression was given
  std::uint64_t matches = 0;
  std::uint64_t kept = 0;
};

// By rule.
using RuleCosts = std::vector<RuleCost>;

}  // namespace patrol

// "Did you mean": the known word that a mistyped one is closest to.
#pragma once

#include <span>
#include <string_view>

namespace patrol {

// The word of `known` that differs from `word` in the fewest letters
// (inserted, left out or changed), or nothing if even that one differs in more
// than a third of its letters: a far-fetched guess helps nobody.
//
//   closest("sevrity", {"severity", "entropy"})  ->  "severity"
//   closest("colour", {"severity", "entropy"})   ->  ""
std::string_view closest(std::string_view word,
                         std::span<const std::string_view> known);

}  // namespace patrol

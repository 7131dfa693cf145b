// How a text came from another one, its base, and what of it must be looked at
// again: windows around what is new, which end at quiet places.
//
//   base      a b c ⏎ d e f ⏎ g h i ⏎ j k l
//   text      a b c ⏎ d X f ⏎ g h i ⏎ j k l
//   runs      [ . . . . )  [ . . . . . . . )   the same in both
//   window            [ . . . )                new, and what may hang on it
//
// Most versions of a file differ from the one before in a few lines; so a
// history costs what was changed, and no more. What stands outside the windows
// is read as it was in the base: whatever is encoded there, and whatever is
// found by a few bytes in a row. What looks further (a rule's expression) is
// for the detector to carry over (detect/clean_text.h).
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "scanner/core/copied_run.h"
#include "scanner/core/location.h"

namespace patrol {

// Bytes that belong to a window on both sides of what is new: more than a
// literal has.
inline constexpr std::uint64_t kChangeMargin = 32;

// Sorted, disjoint, none empty. nullopt: the text is so different, or so short
// of quiet places, that it must be looked at whole.
//
// `base_encoded`: the runs that decoders found in the base, sorted; with those
// that lie near what is new the windows hold all that is decoded with it.
// `runs`: sorted by offset, disjoint in the text.
std::optional<std::vector<Span>> windows_of(std::string_view text,
                                            std::uint64_t base_size,
                                            std::span<const CopiedRun> runs,
                                            std::span<const Span> base_encoded);

// Where a span of the base stands in the text, if `run` copied all of it.
// REQUIRES: it did.
inline Span moved(const Span& span, const CopiedRun& run) {
  return {span.begin - run.base_offset + run.offset,
          span.end - run.base_offset + run.offset};
}

// Calls `use(element, run)` for those of `elements` of the base, which are
// sorted by `begin`, that begin in what `run` copied, run after run.
template <typename Elements, typename Use>
void for_each_copied(const Elements& elements, std::span<const CopiedRun> runs,
                     Use use) {
  for (const CopiedRun& run : runs) {
    auto element = std::ranges::lower_bound(
        elements, std::uint64_t{run.base_offset}, {},
        [](const auto& e) { return std::uint64_t{e.begin}; });
    for (; element != elements.end() && element->begin < run.base_end();
         ++element) {
      use(*element, run);
    }
  }
}

}  // namespace patrol

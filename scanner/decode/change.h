// How a text came from another one, its base, of which a survey was taken: what
// has to be looked at again, and what can be copied.
//
//   base      a b c d e f g h i j k l m n o p
//   text      a b c d e f X g h i j k l m n o p
//   runs      [ . . . . )   [ . . . . . . . . )    the same in both
//   windows         [ . . . . . )                  new, and what may hang on it
//
// Most versions of a file differ from the one before in a few lines; so a
// history costs what was changed, and no more. What is noticed about a text, a
// mark, a row of characters, a literal, hangs on few bytes around it, and
// windows reach kChangeMargin around what is new. Only runs of characters may
// be longer: where one of the base touches the end of what was copied, the
// window holds all of it that is left.
//
// What is noticed so is exactly what looking at the whole text notices:
// tests/unit/decode/survey_test.cc and tests/unit/detect/detector_test.cc hold
// one against the other.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "scanner/core/copied_run.h"
#include "scanner/core/location.h"

namespace patrol {

class Survey;

// Bytes that are looked at again around what is new: more than a row of
// kLeastBase64 or a literal has.
inline constexpr std::uint64_t kChangeMargin = 32;

struct Change {
  // In ascending order of `offset`; what is between them is new.
  std::span<const CopiedRun> runs;
  // Sorted, disjoint, not empty. Of what is outside each byte was copied, and
  // so were its neighbours.
  std::vector<Span> windows;

  // Is the text so different that looking at it whole costs no more?
  bool is_large(std::uint64_t text_size) const;

  // Does a window hold all of it?
  bool covers(const Span& part) const;
};

// `base`: the survey of a text of `base_size` bytes. `runs` must outlive the
// change.
Change change_of(std::uint64_t text_size, std::uint64_t base_size,
                 const Survey& base, std::span<const CopiedRun> runs);

}  // namespace patrol

// What is kept of a text in which nothing was found, so that a version of it
// can be told clean by what is new in it.
//
//   text      … nfo_ … password = x …       literals that led to nothing
//   support      [ . . )  [ . . . . . )     all that the verdict looked at
//   version   … nfo_ … password = X …       the second is asked again
//
// A text is clean if no rule's expression matched in it, nor in anything that
// is encoded in it. So no verdict hung on what stands around a match, and to
// show that a version is clean, too, it is enough that
//
//   - nothing matches in the windows that are new (decode/change.h),
//   - no literal outside them does whose support is no longer what it was.
//
// Otherwise the version is scanned whole. Of git's own history 98 of 100 texts
// are clean. One that holds runs of characters as long as a token that has no
// fixed part is never taken for clean, nor one full of what is encoded.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "scanner/core/location.h"
#include "scanner/detect/prefilter.h"

namespace patrol {

// A text with more than that is scanned whole in each version.
inline constexpr std::size_t kMostTraces = 1024;

struct CleanText {
  std::uint64_t size = 0;
  bool is_binary = false;
  bool has_runs = false;      // then it is none
  std::vector<Hit> hits;      // by `begin`
  std::vector<Span> encoded;  // what decoders read, by `begin`
  std::uint64_t decoded = 0;  // bytes that they read on all levels, or more
};

}  // namespace patrol

// Which places of a text stand on lines that its version before did not have.
//
//   before           after
//   host = "a"       host = "b"        changed: what stands here is new
//   key = "k1"       # a note          added: likewise
//                    key = "k1"        moved down: not new
//                    key = "k1"        once more than before: new
//
// What was chosen, and why:
// - Lines are compared as a whole, as a diff does: a secret that was there
//   already, on a line that somebody touches now, is shown. It is theirs at
//   that moment, and cheaper to take out than later.
// - They are compared as a set, not in order as a diff does: a line that moved
//   brings nothing in, and needs no diff, of which any has its bad cases.
// - A place on several lines (a private key) is old if all of them stood before
//   one after another.
// - Lines that stand there more often than before: the last of them are new.
// - How lines end does not count, nor that the last one has no end: whoever
//   turns CR LF into LF adds no secret.
//
// Pure. Costs one pass over `before`, and memory for the places alone.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "scanner/core/location.h"

namespace patrol {

// For each of `places`, bytes of `after` and sorted by their beginnings,
// whether it is new. REQUIRES: they lie within `after`.
std::vector<bool> on_added_lines(std::string_view before,
                                 std::string_view after,
                                 std::span<const Span> places);

}  // namespace patrol

// How a match goes on behind its literal, as far as a short walk can tell.
//
// Most hits of a literal are words of a program: "token" in "token_count++",
// "://" of an address without a password. RE2 says no after 0.3 us; a walk over
// the bytes behind says no after a few ns. The expression
//
//   token[A-Za-z0-9_-]{0,20}["']?\s{0,5}[:=]\s{0,5}["']?[A-Za-z0-9]{16,}
//        ` - - - - passed - - - - - - - '  ` then
//
// makes one step: pass letters, digits, _ - " ' and blanks, in any order and
// number, then there must be a : or =. A row of steps promises less than the
// expression demands, never more.
//
// Pure functions; thread-safe.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "scanner/core/byte_set.h"
#include "scanner/rules/regex_edge.h"

namespace patrol {

// Passes bytes of one set until there is one of the other. Or, with `least`:
// looks whether so many bytes that come next are of the set, and passes none.
//
//   EAA[A-Za-z0-9]{90,}      "EAAE,EAAF;" of a source map ends at its comma
//
struct OnwardStep {
  ByteSet passed;
  ByteSet then;
  std::uint64_t least = 0;
  bool operator==(const OnwardStep&) const = default;
};
using Onward = std::vector<OnwardStep>;

// One of the pieces that an expression consists of behind a literal.
struct PieceBehind {
  ByteSet all;              // what it may hold
  RegexEdge begin;          // what it begins with; open: it may be nothing
  bool one = false;         // exactly one byte
  std::uint32_t least = 0;  // bytes that it holds at least, each of `all`
};

PieceBehind piece_behind(const RegexNode& node);

// All that may stand right behind the literal. `pieces`: in order.
ByteSet right_behind(std::span<const PieceBehind> pieces);

Onward onward_over(std::span<const PieceBehind> pieces);

// May a match go on with what is `behind` the literal, up to the end of the
// text? A long walk ends with "yes".
bool may_go_on(std::span<const OnwardStep> steps, std::string_view behind);

}  // namespace patrol

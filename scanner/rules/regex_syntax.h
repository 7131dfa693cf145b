// What a regular expression must match, as a tree: enough to derive a trigger
// (rules/trigger.h), not enough to match with.
//
// The engine runs RE2 only near a trigger, a few bytes that every match holds.
// RE2's own FilteredRE2 derives such atoms too, but in lower case and without
// saying how far from the match's start they stand; both cost too much in a
// scan ("sg." stands in every second line of C, "SG." hardly ever). So the
// expression is parsed here, by RE2's grammar over bytes (Latin-1):
//
//   gh[po]_\w{2,}   ->  concat( 'g' 'h' {p,o} '_' repeat({\w}, 2..) )
//
// The tree may promise less than the expression demands, never more: what is
// not understood (\pL) becomes "any byte", an assertion other than ^ nothing.
// RE2 remains the judge of what is well formed;
// tests/unit/rules/trigger_test.cc holds the derived triggers against RE2 on
// generated text.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "scanner/core/result.h"
#include "scanner/rules/rule.h"

namespace patrol {

inline constexpr std::uint32_t kUnbounded = UINT32_MAX;

struct RegexNode {
  enum class Kind : std::uint8_t {
    kEmpty,      // matches no byte: an assertion, an empty group
    kBegin,      // matches no byte, and only where the text begins
    kSet,        // one byte of `set`
    kConcat,     // children one after the other
    kAlternate,  // one of the children
    kRepeat,     // children[0], `min` to `max` times
  };
  Kind kind = Kind::kEmpty;
  ByteSet set;
  std::uint32_t min = 1;
  std::uint32_t max = 1;  // kUnbounded: no limit
  std::vector<RegexNode> children;
};

// Error: what is wrong with the expression, without its text.
Result<RegexNode> parse_regex(std::string_view regex);

}  // namespace patrol

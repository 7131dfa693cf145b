// What every match of an expression holds: a few bytes, or a run of an
// alphabet, and how far the match reaches around them. rules/trigger.h makes a
// rule's trigger of it.
//
// The analysis walks the expression once, bottom up, and keeps for each
// subexpression its width and its best candidates:
//
//   concat      pieces side by side. Neighbouring small sets make a segment
//               ("g" "h" {p,o} "_"), of which the least likely window of at
//               most kLongestLiteral bytes becomes a set of literals
//               ("ghp_" "gho_"); neighbouring sets of one alphabet make a run.
//   alternate   every branch needs a candidate; together they are one.
//               The run is the shortest, of all their alphabets.
//   repeat      at least once: the candidate of the first round.
//
// Positions are kept as widths before and after, so a candidate knows its
// reach when the walk is done.
//
// Pure functions; thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "scanner/core/byte_set.h"
#include "scanner/rules/literal_choice.h"
#include "scanner/rules/regex_edge.h"
#include "scanner/rules/regex_syntax.h"
#include "scanner/rules/trigger_onward.h"
#include "scanner/rules/trigger_width.h"

namespace patrol {

// A literal, with the widths in bytes of what stands before and after it.
struct LiteralAt {
  Literal literal;
  Width before;
  Width after;
  RegexEdge behind;  // what stands right before it
  // What the expression consists of behind it.
  std::vector<PieceBehind> pieces;
};

// Every match holds one of the literals.
struct Candidate {
  std::vector<LiteralAt> literals;
  double likelihood = 0;  // expected hits per byte of source code

  // What its hits cost, beside others: no unit.
  double price() const;
};

// Every match holds `length` bytes of `set` in a row; what is not needed of the
// run counts as after.
struct RunAt {
  ByteSet set;
  std::uint32_t length = 0;
  Width before;
  Width after;
};

// Of an expression or a part of it. Nullopt: it has none.
struct Analysis {
  Width width;
  std::optional<Candidate> literal;
  std::optional<RunAt> run;
};

Analysis analyse(const RegexNode& node);

}  // namespace patrol

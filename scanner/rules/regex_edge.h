// Which bytes can an expression begin with, and end with?
//
// A literal trigger of three or four bytes stands in many words: "nfo_" in
// "info_". What the expression demands right before it and behind it tells most
// of them, for the price of a look at a bit:
//
//   (?:^|[^A-Za-z0-9_])nfo_[A-Za-z0-9]{36}
//                   |       |
//   end_of: not A-Za-z0-9_  begin_of: A-Za-z0-9
//
// Like the tree itself, an edge may promise less than the expression demands,
// never more.
#pragma once

#include "scanner/rules/regex_syntax.h"

namespace patrol {

struct RegexEdge {
  ByteSet set;       // one of these
  bool open = true;  // or what stands further out: the expression may be empty

  // Puts `further` behind what there is. REQUIRES: open.
  void add(const RegexEdge& further) {
    set.add_all(further.set);
    open = further.open;
  }

  // All that may stand there.
  ByteSet bytes() const { return open ? any_byte() : set; }
};

RegexEdge begin_of(const RegexNode& node);

// Where the text has to begin (^) nothing stands: a closed edge without bytes.
RegexEdge end_of(const RegexNode& node);

}  // namespace patrol

// Which bytes of a token to look for.
//
// A token's fixed part is a row of small sets: "g" "h" {p,o} "_". Some window
// of it, spelled out, becomes the literals that the prefilter searches. Longer
// windows hit less by chance but more of them must be spelled out; "key" hits
// everywhere, "JQQJ9" nowhere. The choice goes by how often source code holds
// them (rules/source_text.h).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "scanner/rules/rule.h"

namespace patrol {

// In bytes. Hyperscan tells literals apart by their last eight bytes in its
// first stage; more would cost a second look and reject next to nothing.
inline constexpr std::size_t kLongestLiteral = 8;

struct Literal {
  std::string text;
  bool caseless = false;  // letters match in either case
};

// The literals that stand for bytes [begin, end) of a segment.
struct LiteralChoice {
  std::vector<Literal> literals;
  double likelihood = 0;  // expected hits per byte of source code
  std::size_t begin = 0;
  std::size_t end = 0;
};

// Few enough bytes to be spelled out, letters of both cases counted once.
bool is_small(const ByteSet& set);

// The window of `segment`, a row of small sets, that text is least likely to
// hold. Nullopt: every window is too short or spells out too many literals.
std::optional<LiteralChoice> choose_literals(View<ByteSet> segment);

}  // namespace patrol

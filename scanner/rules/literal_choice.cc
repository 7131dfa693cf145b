#include "scanner/rules/literal_choice.h"

#include <algorithm>
#include <utility>

#include "scanner/rules/source_text.h"

namespace patrol {
namespace {

// Two bytes stand everywhere.
constexpr std::size_t kShortestLiteral = 3;
// A set of so many bytes may be spelled out.
constexpr std::size_t kSmallSet = 8;
constexpr std::size_t kMostLiterals = 32;
// What one more literal costs the search, in hits per byte: the finder looks
// twice at ten places in a MB for its sake, each a tenth of a hit. So of
// windows that are all unlikely, the one that spells out fewer wins.
constexpr double kCostOfLiteral = 1e-6;

// One byte of a literal: what stands there, letters of both cases as one.
struct Option {
  unsigned char byte;
  bool both_cases;
};

// {p,P,_} -> p in both cases, _ as it is.
std::vector<Option> options(const ByteSet& set) {
  std::vector<Option> out;
  for (int i = 0; i < 256; ++i) {
    const auto b = static_cast<unsigned char>(i);
    if (!set.contains(b)) continue;
    const bool upper = b >= 'A' && b <= 'Z';
    const bool lower = b >= 'a' && b <= 'z';
    const auto other = static_cast<unsigned char>(b ^ 0x20);
    const bool both = (upper || lower) && set.contains(other);
    if (both && upper) continue;  // its lower-case half speaks for it
    out.push_back({b, both});
  }
  return out;
}

// The sets of a stretch of fixed width, spelled out as literals.
std::optional<LiteralChoice> spell_out(View<ByteSet> sets) {
  LiteralChoice candidate;
  candidate.literals.emplace_back();
  for (const ByteSet& set : sets) {
    std::vector<Literal> longer;
    for (const Literal& literal : candidate.literals) {
      for (const Option& option : options(set)) {
        longer.push_back(literal);
        longer.back().text += static_cast<char>(option.byte);
        longer.back().caseless |= option.both_cases;
      }
    }
    if (longer.size() > kMostLiterals) return std::nullopt;
    candidate.literals = std::move(longer);
  }
  for (const Literal& literal : candidate.literals) {
    candidate.likelihood +=
        chance_of(literal.text, literal.caseless) + kCostOfLiteral;
  }
  return candidate;
}

}  // namespace

bool is_small(const ByteSet& set) { return options(set).size() <= kSmallSet; }

std::optional<LiteralChoice> choose_literals(View<ByteSet> segment) {
  std::optional<LiteralChoice> best;
  for (std::size_t begin = 0; begin < segment.size(); ++begin) {
    const std::size_t last = std::min(segment.size(), begin + kLongestLiteral);
    for (std::size_t end = begin + kShortestLiteral; end <= last; ++end) {
      auto candidate = spell_out(segment.subspan(begin, end - begin));
      if (!candidate) break;
      if (!best || candidate->likelihood < best->likelihood) {
        best = *std::move(candidate);
        best->begin = begin;
        best->end = end;
      }
    }
  }
  return best;
}

}  // namespace patrol

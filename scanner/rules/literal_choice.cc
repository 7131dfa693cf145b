#include "scanner/rules/literal_choice.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

namespace patrol {
namespace {

// Two bytes stand everywhere.
constexpr std::size_t kShortestLiteral = 3;
// A set of so many bytes may be spelled out.
constexpr std::size_t kSmallSet = 8;
constexpr std::size_t kMostLiterals = 32;
// What one more literal costs the search, in hits per byte: of windows that
// are all unlikely, the one that spells out fewer wins.
constexpr double kCostOfLiteral = 1e-7;

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
    double chance = 1;
    for (char c : literal.text) {
      const auto b = static_cast<unsigned char>(c);
      chance *= byte_likelihood(b);
      if (literal.caseless && std::isalpha(b)) chance *= 1.3;
    }
    candidate.likelihood += chance + kCostOfLiteral;
  }
  return candidate;
}

}  // namespace

double byte_likelihood(unsigned char byte) {
  // Of 100,000 bytes of C, TypeScript, Python, C#, Go, JSON and YAML, a
  // language a fifth.
  constexpr std::array<std::uint16_t, 128> kShares = {
      1,     1,    1,    1,    1,    1,    1,    1,     // control characters
      1,     1649, 3003, 1,    1,    1,    1,    1,     //
      1,     1,    1,    1,    1,    1,    1,    1,     //
      1,     1,    1,    1,    1,    1,    1,    1,     //
      19164, 44,   1341, 134,  54,   23,   79,   357,   // blank to '
      929,   929,  297,  40,   1140, 539,  1449, 759,   // ( to /
      580,   338,  265,  152,  130,  93,   104,  65,    // 0 to 7
      109,   69,   669,  501,  174,  623,  301,  39,    // 8 to ?
      34,    400,  186,  518,  331,  500,  228,  168,   // @ A to G
      182,   479,  31,   73,   296,  308,  351,  274,   // H to O
      406,   40,   458,  518,  603,  208,  149,  93,    // P to W
      72,    48,   21,   211,  38,   211,  7,    1811,  // X to _
      132,   3906, 728,  2249, 2095, 6831, 1168, 1204,  // ` a to g
      1078,  3702, 89,   506,  2198, 1541, 3496, 3425,  // h to o
      1814,  164,  4161, 3569, 4995, 1869, 696,  430,   // p to w
      439,   741,  84,   427,  91,   426,  7,    1,     // x to DEL
  };
  constexpr double kAbove127 = 3e-5;
  return byte < kShares.size() ? kShares[byte] / 1e5 : kAbove127;
}

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

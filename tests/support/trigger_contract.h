// The contract of rules/trigger.h, taken literally: what every match of a
// rule's expression must hold. For the unit test and the fuzz target.
#pragma once

#include <algorithm>
#include <cctype>
#include <string_view>
#include <vector>

#include "scanner/rules/rule.h"
#include "scanner/rules/trigger.h"

namespace patrol {

inline bool equal(std::string_view a, std::string_view b, bool caseless) {
  return std::ranges::equal(a, b, [&](char x, char y) {
    return caseless ? std::tolower(x) == std::tolower(y) : x == y;
  });
}

inline bool may_touch(const LiteralTrigger& literal, std::string_view text,
                      std::size_t at) {
  const std::size_t after = at + literal.text.size();
  const auto holds = [&](const ByteSet& set, std::size_t place) {
    return set.contains(static_cast<unsigned char>(text[place]));
  };
  return (at == 0 || holds(literal.before, at - 1)) &&
         (after == text.size() || holds(literal.after, after));
}

// Some literal stands in text[begin, end), with the match within its reach, and
// what follows in the match lets it go on.
inline bool holds_literal(const Rule& rule, std::string_view text,
                          std::size_t begin, std::size_t end) {
  const std::vector<Onward> onward = derive_onward(rule);
  for (std::size_t i = 0; i < rule.trigger.literals.size(); ++i) {
    const LiteralTrigger& literal = rule.trigger.literals[i];
    for (std::size_t at = begin; at + literal.text.size() <= end; ++at) {
      const std::size_t after = at + literal.text.size();
      if (!equal(text.substr(at, literal.text.size()), literal.text,
                 literal.caseless)) {
        continue;
      }
      const bool starts = literal.reach.fixed_start
                              ? at - begin == literal.reach.before
                              : at - begin <= literal.reach.before;
      if (starts && end - after <= literal.reach.after &&
          may_touch(literal, text, at) &&
          may_go_on(onward.at(i), text.substr(after, end - after))) {
        return true;
      }
    }
  }
  return false;
}

inline bool holds_run(const RunTrigger& run, std::string_view text,
                      std::size_t begin, std::size_t end) {
  std::uint32_t length = 0;
  for (std::size_t at = begin; at < end; ++at) {
    length =
        run.set.contains(static_cast<unsigned char>(text[at])) ? length + 1 : 0;
    if (length >= run.length) return true;
  }
  return false;
}

// Whether the match text[begin, end) holds what the prefilter looks for.
inline bool holds_trigger(const Rule& rule, std::string_view text,
                          std::size_t begin, std::size_t end) {
  const Trigger& trigger = rule.trigger;
  if (!trigger.literals.empty()) return holds_literal(rule, text, begin, end);
  return trigger.run.length == 0 || holds_run(trigger.run, text, begin, end);
}

}  // namespace patrol

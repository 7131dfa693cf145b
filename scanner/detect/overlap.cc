#include "scanner/detect/overlap.h"

#include <algorithm>
#include <tuple>

namespace patrol {
namespace {

auto rank(const Candidate& c, const RuleSet& rules) {
  const Rule& rule = rules[c.rule];
  return std::make_tuple(c.judgement.check_digits == CheckDigits::kValid,
                         !rule.generic, !rule.claims.empty(),
                         !rule.structure.empty(), c.judgement.confidence,
                         rule.severity);
}

bool nested(const Span& a, const Span& b) {
  return a.contains(b) || b.contains(a);
}

}  // namespace

bool outranks(const Candidate& a, const Candidate& b, const RuleSet& rules) {
  const auto of_a = rank(a, rules);
  const auto of_b = rank(b, rules);
  return of_a != of_b ? of_a > of_b : a.rule < b.rule;
}

void keep_most_specific(std::vector<Candidate>& candidates,
                        const RuleSet& rules, std::vector<Dropped>& dropped) {
  std::ranges::sort(candidates, [&](const Candidate& a, const Candidate& b) {
    const Span& x = a.match.secret;
    const Span& y = b.match.secret;
    if (x.begin != y.begin) return x.begin < y.begin;
    if (x.end != y.end) return x.end > y.end;
    if (a.rule == b.rule) return a.trigger < b.trigger;
    return outranks(a, b, rules);
  });
  // Sorted so, whatever a kept candidate nests with stands close behind it:
  // those that begin before the furthest end so far.
  std::vector<Candidate> kept;
  std::size_t open = 0;  // kept[open...] may reach the next candidate
  for (Candidate& next : candidates) {
    const Span& span = next.match.secret;
    while (open < kept.size() && kept[open].match.secret.end <= span.begin) {
      ++open;
    }
    bool stays = true;
    for (std::size_t i = open; i < kept.size() && stays; ++i) {
      if (!nested(kept[i].match.secret, span)) continue;
      const bool repeated =
          kept[i].rule == next.rule && kept[i].match.secret == span;
      if (!repeated && outranks(next, kept[i], rules)) {
        dropped.push_back(
            {kept[i].rule, kept[i].match.secret, Drop::kShadowed});
        kept.erase(kept.begin() + static_cast<std::ptrdiff_t>(i--));
        continue;
      }
      if (!repeated) dropped.push_back({next.rule, span, Drop::kShadowed});
      stays = false;
    }
    if (stays) kept.push_back(std::move(next));
  }
  candidates = std::move(kept);
}

}  // namespace patrol

#include "scanner/detect/overlap.h"

#include <algorithm>
#include <iterator>
#include <map>
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

// By where the secret begins. No two nest, so their ends ascend as well: of
// those that begin no later than a span, the last ends last.
using Kept = std::map<std::uint64_t, Candidate>;

// The kept candidate whose secret holds `span` or lies within it, if any.
const Candidate* nesting(const Kept& kept, const Span& span) {
  const auto after = kept.upper_bound(span.begin);
  if (after != kept.begin()) {
    const Candidate& before = std::prev(after)->second;
    const Span& secret = before.match.secret;
    if (secret.contains(span) || span.contains(secret)) return &before;
  }
  if (after == kept.end()) return nullptr;
  return span.contains(after->second.match.secret) ? &after->second : nullptr;
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
    if (outranks(a, b, rules)) return true;
    if (outranks(b, a, rules)) return false;
    const Span& x = a.match.secret;
    const Span& y = b.match.secret;
    return std::tie(x.begin, y.end, a.trigger) <
           std::tie(y.begin, x.end, b.trigger);
  });
  Kept kept;
  for (Candidate& next : candidates) {
    const Span span = next.match.secret;
    const Candidate* better = nesting(kept, span);
    if (!better) {
      kept.emplace(span.begin, std::move(next));
    } else if (better->rule != next.rule || better->match.secret != span) {
      dropped.push_back({next.rule, span, Drop::kShadowed});
    }
  }
  candidates.clear();
  for (auto& [begin, candidate] : kept) {
    candidates.push_back(std::move(candidate));
  }
}

}  // namespace patrol

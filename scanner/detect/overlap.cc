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

// Of two that overlap in part, does the lesser one yield? Check digits say
// where a token ends; a generic rule guesses.
bool yields(const Candidate& lesser, const Candidate& better,
            const RuleSet& rules) {
  const auto is_certain = [](const Candidate& c) {
    return c.judgement.check_digits == CheckDigits::kValid;
  };
  return (is_certain(better) && !is_certain(lesser)) ||
         (rules[lesser.rule].generic && !rules[better.rule].generic);
}

// The kept candidate that shares bytes with `next`, without nesting, and to
// which it yields, if any. Of several at one end of it the nearest speaks for
// all: they overlap each other, and none of them yielded.
const Candidate* beside(const Kept& kept, const Candidate& next,
                        const RuleSet& rules) {
  const Span& span = next.match.secret;
  const auto after = kept.upper_bound(span.begin);
  if (after != kept.begin()) {
    const Candidate& before = std::prev(after)->second;
    if (before.match.secret.end > span.begin && yields(next, before, rules)) {
      return &before;
    }
  }
  if (after == kept.end() || after->first >= span.end) return nullptr;
  return yields(next, after->second, rules) ? &after->second : nullptr;
}

// One secret that was read in several ways, with its padding and without, is
// one candidate: the one that was decoded least.
void remove_repeated(std::vector<Candidate>& candidates) {
  const auto secret_of = [](const Candidate& c) {
    return std::tie(c.rule, c.secret);
  };
  std::ranges::sort(candidates, [&](const Candidate& a, const Candidate& b) {
    if (secret_of(a) != secret_of(b)) return secret_of(a) < secret_of(b);
    const Span& x = a.match.secret;
    const Span& y = b.match.secret;
    return std::make_tuple(a.decoded_from.size(), x.begin, y.end, a.trigger) <
           std::make_tuple(b.decoded_from.size(), y.begin, x.end, b.trigger);
  });
  std::vector<Candidate> kept;
  Kept same;  // those of `kept` that have the secret of its last
  for (Candidate& next : candidates) {
    if (!kept.empty() && secret_of(kept.back()) != secret_of(next)) {
      same.clear();
    }
    if (nesting(same, next.match.secret)) continue;
    same.emplace(next.match.secret.begin, next);
    kept.push_back(std::move(next));
  }
  candidates = std::move(kept);
}

}  // namespace

bool outranks(const Candidate& a, const Candidate& b, const RuleSet& rules) {
  const auto of_a = rank(a, rules);
  const auto of_b = rank(b, rules);
  return of_a != of_b ? of_a > of_b : a.rule < b.rule;
}

void keep_most_specific(std::vector<Candidate>& candidates,
                        const RuleSet& rules, std::vector<Dropped>& dropped) {
  remove_repeated(candidates);
  std::ranges::sort(candidates, [&](const Candidate& a, const Candidate& b) {
    if (outranks(a, b, rules)) return true;
    if (outranks(b, a, rules)) return false;
    // The rest of it having been the same, what was decoded further is nearer
    // to what the service would be given.
    if (a.decoded_from.size() != b.decoded_from.size()) {
      return a.decoded_from.size() > b.decoded_from.size();
    }
    const Span& x = a.match.secret;
    const Span& y = b.match.secret;
    return std::tie(x.begin, y.end, a.trigger) <
           std::tie(y.begin, x.end, b.trigger);
  });
  Kept kept;
  for (Candidate& next : candidates) {
    const Span span = next.match.secret;
    const Candidate* better = nesting(kept, span);
    if (!better) better = beside(kept, next, rules);
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

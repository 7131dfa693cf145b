#include "scanner/detect/overlap.h"

#include <algorithm>
#include <functional>
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

bool is_certain(const Candidate& c) {
  return c.judgement.check_digits == CheckDigits::kValid;
}

// Whether it will be a finding hangs on what this piece does not tell: where
// the blob lies, what stands in the rest of it. So nothing yields to it.
bool is_open(const Candidate& c, const RuleSet& rules) {
  return c.is_gated || !rules[c.rule].path.empty();
}

// Kept candidates to which others yield where they overlap in part.
class Firm {
 public:
  // REQUIRES: `kept` stays where it is.
  void add(const Candidate& kept) {
    by_begin_.emplace(kept.match.secret.begin, &kept);
  }

  // The one that shares bytes with `span`, which nests with none, if any.
  const Candidate* overlapping(const Span& span) const {
    const auto after = by_begin_.upper_bound(span.begin);
    if (after != by_begin_.begin()) {
      const Candidate& before = *std::prev(after)->second;
      if (before.match.secret.end > span.begin) return &before;
    }
    if (after == by_begin_.end() || after->first >= span.end) return nullptr;
    return after->second;
  }

 private:
  std::map<std::uint64_t, const Candidate*> by_begin_;
};

// One secret that was read in several ways, with its padding and without, is
// one candidate: the one that was decoded least.
void remove_repeated(std::vector<Candidate>& candidates) {
  const auto secret_of = [](const Candidate& c) {
    return std::tie(c.rule, c.secret);
  };
  // The outer of two that begin together has the padding.
  const auto order_of = [](const Candidate& c) {
    return std::make_tuple(c.decoded_from.size(), c.match.secret.begin,
                           ~c.match.secret.end, c.trigger,
                           std::cref(c.decoded_from));
  };
  std::ranges::sort(candidates, [&](const Candidate& a, const Candidate& b) {
    if (secret_of(a) != secret_of(b)) return secret_of(a) < secret_of(b);
    return order_of(a) < order_of(b);
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

// Is `a` settled before `b`? A total order.
bool comes_first(const Candidate& a, const Candidate& b, const RuleSet& rules) {
  if (outranks(a, b, rules)) return true;
  if (outranks(b, a, rules)) return false;
  const Span& x = a.match.secret;
  const Span& y = b.match.secret;
  // The outer of two is the token: a Vault's, of which a part is base64, holds
  // in it what looks like another.
  if (x != y) return std::tie(x.begin, y.end) < std::tie(y.begin, x.end);
  // Of one text what was decoded further is nearer to what the service would be
  // given.
  if (a.decoded_from.size() != b.decoded_from.size()) {
    return a.decoded_from.size() > b.decoded_from.size();
  }
  return std::tie(a.trigger, a.decoded_from, a.secret) <
         std::tie(b.trigger, b.decoded_from, b.secret);
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
    return comes_first(a, b, rules);
  });
  Kept kept;
  std::vector<Candidate> open;
  Firm certain;   // check digits say where a token ends
  Firm specific;  // a generic rule guesses
  for (Candidate& next : candidates) {
    const Span span = next.match.secret;
    const bool generic = rules[next.rule].generic;
    const Candidate* better = nesting(kept, span);
    if (!better && !is_certain(next)) better = certain.overlapping(span);
    if (!better && generic) better = specific.overlapping(span);
    if (!better && is_open(next, rules)) {
      open.push_back(std::move(next));
    } else if (!better) {
      const Candidate& stays =
          kept.emplace(span.begin, std::move(next)).first->second;
      if (is_certain(stays)) certain.add(stays);
      if (!generic) specific.add(stays);
    } else if (better->rule != next.rule || better->match.secret != span) {
      dropped.push_back({next.rule, span, Drop::kShadowed});
    }
  }
  candidates = std::move(open);
  for (auto& [begin, candidate] : kept) {
    candidates.push_back(std::move(candidate));
  }
  std::ranges::sort(candidates, {}, [](const Candidate& c) {
    return std::make_tuple(c.match.secret.begin, c.match.secret.end, c.rule);
  });
}

}  // namespace patrol

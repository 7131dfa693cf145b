#include "scanner/detect/companions.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

namespace patrol {
namespace {

// Neighbours on each side that are looked at: only a text made for it has more
// within kPairBytes that the lines or columns rule out.
constexpr std::size_t kMostLookedAt = 64;

std::uint64_t distance(std::uint64_t a, std::uint64_t b) {
  return a > b ? a - b : b - a;
}

// Line and column of offsets in one text, both from 0, columns in bytes.
class Grid {
 public:
  explicit Grid(std::string_view text) {
    for (std::size_t i = text.find('\n'); i != text.npos;
         i = text.find('\n', i + 1)) {
      starts_.push_back(i + 1);
    }
  }
  std::uint64_t line(std::uint64_t offset) const {
    const auto after = std::ranges::upper_bound(starts_, offset);
    return static_cast<std::uint64_t>(after - starts_.begin()) - 1;
  }
  std::uint64_t column(std::uint64_t offset) const {
    return offset - starts_[line(offset)];
  }

 private:
  std::vector<std::uint64_t> starts_ = {0};  // of lines
};

// The matches that may be somebody's companion, by rule and place.
using Halves = std::map<RuleIndex, std::map<std::uint64_t, const Candidate*>>;

class Pairing {
 public:
  Pairing(std::string_view text, const RuleSet& rules,
          const std::vector<Candidate>& candidates)
      : rules_(rules), grid_(text) {
    for (const Candidate& c : candidates) {
      if (rules[c.rule].required.empty()) {
        halves_[c.rule].emplace(c.match.secret.begin, &c);
      }
    }
  }

  // False: one of those that its rule requires is missing.
  bool complete(Candidate& candidate) const {
    for (const Required& required : rules_[candidate.rule].required) {
      const auto near = nearest(candidate.match.secret, required);
      if (near.empty()) return false;
      add(near, candidate);
    }
    return true;
  }

 private:
  bool is_near(const Span& secret, const Span& other,
               const Required& required) const {
    if (secret.contains(other) || other.contains(secret)) return false;
    if (distance(secret.begin, other.begin) > kPairBytes) return false;
    return distance(grid_.line(secret.begin), grid_.line(other.begin)) <=
               required.within_lines &&
           distance(grid_.column(secret.begin), grid_.column(other.begin)) <=
               required.within_columns;
  }

  std::vector<const Candidate*> nearest(const Span& secret,
                                        const Required& required) const {
    std::vector<const Candidate*> near;
    const auto rule = rules_.find(required.id);
    const auto half = rule ? halves_.find(*rule) : halves_.end();
    if (half == halves_.end()) return near;
    const auto& places = half->second;
    const auto look_at = [&](const Candidate* other) {
      if (is_near(secret, other->match.secret, required)) near.push_back(other);
    };
    const auto middle = places.lower_bound(secret.begin);
    auto at = middle;
    for (std::size_t i = 0; i < kMostLookedAt && at != places.end(); ++i) {
      look_at((at++)->second);
    }
    at = middle;
    for (std::size_t i = 0; i < kMostLookedAt && at != places.begin(); ++i) {
      look_at((--at)->second);
    }
    std::ranges::stable_sort(near, {}, [&](const Candidate* other) {
      const std::uint64_t begin = other->match.secret.begin;
      return std::pair(distance(secret.begin, begin), begin);
    });
    return near;
  }

  void add(const std::vector<const Candidate*>& near,
           Candidate& candidate) const {
    std::vector<Companion>& to = candidate.companions;
    const std::size_t most = to.size() + kMostCompanions;
    for (const Candidate* other : near) {
      Companion companion{other->rule, other->secret};
      if (std::ranges::find(to, companion) == to.end()) {
        to.push_back(std::move(companion));
      }
      if (to.size() == most) break;
    }
    add_new_facts(near.front()->judgement.facts, candidate.judgement.facts);
  }

  const RuleSet& rules_;
  Grid grid_;
  Halves halves_;
};

// Moves to `dropped` what `keeps` refuses.
template <typename Keeps>
void keep_if(const Keeps& keeps, Drop reason,
             std::vector<Candidate>& candidates,
             std::vector<Dropped>& dropped) {
  std::erase_if(candidates, [&](Candidate& c) {
    if (keeps(c)) return false;
    dropped.push_back({c.rule, c.match.secret, reason});
    return true;
  });
}

}  // namespace

void pair_companions(std::string_view text, const RuleSet& rules,
                     std::vector<Candidate>& candidates,
                     std::vector<Dropped>& dropped) {
  const auto is_alone = [&](const Candidate& c) {
    return rules[c.rule].required.empty();
  };
  if (std::ranges::all_of(candidates, is_alone)) return;
  // The halves are looked at while others are moved: so they go first.
  const auto middle =
      std::stable_partition(candidates.begin(), candidates.end(), is_alone);
  std::vector<Candidate> pairs(std::make_move_iterator(middle),
                               std::make_move_iterator(candidates.end()));
  candidates.erase(middle, candidates.end());
  const Pairing pairing(text, rules, candidates);
  keep_if([&](Candidate& c) { return pairing.complete(c); }, Drop::kNoCompanion,
          pairs, dropped);
  candidates.insert(candidates.end(), std::make_move_iterator(pairs.begin()),
                    std::make_move_iterator(pairs.end()));
}

void drop_mere_companions(const Detector& detector,
                          std::vector<Candidate>& candidates,
                          std::vector<Dropped>& dropped) {
  keep_if([&](const Candidate& c) { return detector.reports(c.rule); },
          Drop::kOnlyCompanion, candidates, dropped);
}

}  // namespace patrol

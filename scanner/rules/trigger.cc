// The derivation walks the expression once, bottom up, and keeps for each
// subexpression its width and its best candidates:
//
//   concat      pieces side by side. Neighbouring small sets make a segment
//               ("g" "h" {p,o} "_"), of which the least likely window of at
//               most kLongestLiteral bytes becomes a set of literals
//               ("ghp_" "gho_"); neighbouring sets of one alphabet make a run.
//   alternate   every branch needs a candidate; together they are one.
//               The run is the shortest, of all their alphabets.
//   repeat      at least once: the candidate of the first round.
//
// Positions are kept as widths before and after, so a candidate knows its
// reach when the walk is done.

#include "scanner/rules/trigger.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "scanner/rules/literal_choice.h"
#include "scanner/rules/regex_edge.h"
#include "scanner/rules/regex_syntax.h"
#include "scanner/rules/trigger_onward.h"
#include "scanner/rules/trigger_width.h"

namespace patrol {
namespace {

using Kind = RegexNode::Kind;

// Repeats up to this are laid flat, so that segments cross them.
constexpr std::uint32_t kShortRepeat = 8;
// A rule without a literal needs a run that words do not reach.
constexpr std::uint32_t kShortestRun = 16;
// Beyond this chance a byte, a literal costs more in false hits than a run.
constexpr double kTooLikely = 1e-3;
// Bytes that RE2 reads in the time that it takes to call it (0.2 us).
constexpr double kBytesOfACall = 128;
// More of them count for no more: ".eyJ", of JSON Web Tokens alone, is better
// than the "eyJ" of all JSON in base64, however far a match reaches before it.
constexpr double kMostRead = 1024;

struct LiteralAt {
  Literal literal;
  Width before;
  Width after;
  RegexEdge behind;  // what stands right before it
  // What the expression consists of behind it.
  std::vector<PieceBehind> pieces;
};

struct Candidate {
  std::vector<LiteralAt> literals;
  double likelihood = 0;  // expected hits per byte of source code

  // What its hits cost. Where a match may begin in more places than one, the
  // expression is tried at each of them: all that is in reach is read.
  double price() const {
    double read = 0;
    for (const LiteralAt& literal : literals) {
      if (literal.before.min == literal.before.max) continue;
      const double reach = add(literal.before.max, literal.after.max);
      read = std::max(read, std::min<double>(reach, kMostRead));
    }
    return likelihood * (1 + read / kBytesOfACall);
  }
};

struct RunAt {
  ByteSet set;
  std::uint32_t length = 0;
  Width before;
  Width after;
};

struct Analysis {
  Width width;
  std::optional<Candidate> literal;
  std::optional<RunAt> run;
};

void keep_better(std::optional<Candidate>& best,
                 std::optional<Candidate> other) {
  if (!other) return;
  if (!best || other->price() < best->price()) best = std::move(other);
}

void keep_longer(std::optional<RunAt>& best, std::optional<RunAt> other) {
  if (!other) return;
  if (!best || other->length > best->length) best = other;
}

Analysis analyse(const RegexNode& node);

// Concatenations inside concatenations, and short exact repeats, laid flat, so
// that segments and runs cross the borders of groups.
void flatten(const RegexNode& node, std::vector<RegexNode>& out) {
  if (node.kind == Kind::kConcat) {
    for (const RegexNode& child : node.children) flatten(child, out);
  } else if (node.kind == Kind::kRepeat && node.min == node.max &&
             node.max <= kShortRepeat) {
    for (std::uint32_t i = 0; i < node.min; ++i) {
      flatten(node.children.front(), out);
    }
  } else if (node.kind != Kind::kEmpty) {
    out.push_back(node);
  }
}

// A piece of a concatenation that consists of bytes of one set: the set, and
// how many at least. Nullopt: something else.
struct Uniform {
  ByteSet set;
  std::uint32_t min = 0;
};
std::optional<Uniform> uniform(const RegexNode& node) {
  if (node.kind == Kind::kSet) return Uniform{node.set, 1};
  if (node.kind != Kind::kRepeat) return std::nullopt;
  const RegexNode& inner = node.children.front();
  if (inner.kind != Kind::kSet) return std::nullopt;
  return Uniform{inner.set, node.min};
}

// One concatenation laid flat. before[i] and after[i] are the widths of what
// stands before and after piece i.
class Concatenation {
 public:
  explicit Concatenation(const RegexNode& node) {
    flatten(node, pieces_);
    analyses_.reserve(pieces_.size());
    for (const RegexNode& piece : pieces_) analyses_.push_back(analyse(piece));
    before_.resize(pieces_.size() + 1);
    after_.resize(pieces_.size() + 1);
    for (std::size_t i = 0; i < pieces_.size(); ++i) {
      before_[i + 1] = before_[i] + analyses_[i].width;
    }
    for (std::size_t i = pieces_.size(); i > 0; --i) {
      after_[i - 1] = after_[i] + analyses_[i - 1].width;
    }
  }

  Analysis analysis() {
    Analysis whole;
    whole.width = before_.back();
    for (std::size_t i = 0; i < pieces_.size(); ++i) {
      keep_better(whole.literal, shifted(analyses_[i].literal, i));
    }
    for (std::size_t i = 0; i < pieces_.size();) {
      i = segment(i, whole);
    }
    runs(whole);
    return whole;
  }

 private:
  std::optional<Candidate> shifted(std::optional<Candidate> inner,
                                   std::size_t piece) const {
    if (!inner) return std::nullopt;
    for (LiteralAt& literal : inner->literals) {
      literal.before = before_[piece] + literal.before;
      literal.after = literal.after + after_[piece + 1];
      if (literal.behind.open) literal.behind.add(end_before(piece));
      add_pieces(piece + 1, literal);
    }
    return inner;
  }

  // What the pieces before `piece` can end with.
  RegexEdge end_before(std::size_t piece) const {
    RegexEdge edge;
    while (edge.open && piece > 0) edge.add(end_of(pieces_[--piece]));
    return edge;
  }

  // Those from `piece` on.
  void add_pieces(std::size_t piece, LiteralAt& literal) const {
    for (; piece < pieces_.size(); ++piece) {
      literal.pieces.push_back(piece_behind(pieces_[piece]));
    }
  }

  // The small sets from piece `begin` on, as one segment. Returns where to go
  // on.
  std::size_t segment(std::size_t begin, Analysis& whole) const {
    std::vector<ByteSet> sets;
    std::size_t end = begin;
    while (end < pieces_.size() && pieces_[end].kind == Kind::kSet &&
           is_small(pieces_[end].set)) {
      sets.push_back(pieces_[end++].set);
    }
    if (const auto choice = choose_literals(sets)) {
      Candidate candidate;
      candidate.likelihood = choice->likelihood;
      for (const Literal& literal : choice->literals) {
        candidate.literals.push_back({literal,
                                      before_[begin + choice->begin],
                                      after_[begin + choice->end],
                                      end_before(begin + choice->begin),
                                      {}});
        add_pieces(begin + choice->end, candidate.literals.back());
      }
      keep_better(whole.literal, std::move(candidate));
    }
    return std::max(end, begin + 1);
  }

  // Runs grow over neighbours of which one alphabet contains the other.
  void runs(Analysis& whole) const {
    for (std::size_t i = 0; i < pieces_.size(); ++i) {
      auto run = grown_run(i);
      keep_longer(whole.run, run);
      if (analyses_[i].run && pieces_[i].kind != Kind::kSet) {
        RunAt inner = *analyses_[i].run;
        inner.before = before_[i] + inner.before;
        inner.after = inner.after + after_[i + 1];
        keep_longer(whole.run, inner);
      }
    }
  }

  std::optional<RunAt> grown_run(std::size_t begin) const {
    const auto first = uniform(pieces_[begin]);
    if (!first) return std::nullopt;
    RunAt run{first->set, first->min, before_[begin], {}};
    std::size_t end = begin + 1;
    for (; end < pieces_.size(); ++end) {
      const auto next = uniform(pieces_[end]);
      if (!next) break;
      if (run.set.is_subset_of(next->set)) {
        run.set = next->set;
      } else if (!next->set.is_subset_of(run.set)) {
        break;
      }
      run.length = add(run.length, next->min);
    }
    // What is not needed of the run may stand behind its first `length` bytes.
    run.after = after_[begin];
    return run;
  }

  std::vector<RegexNode> pieces_;
  std::vector<Analysis> analyses_;
  std::vector<Width> before_;
  std::vector<Width> after_;
};

Width either(const Width& a, const Width& b) {
  return {std::min(a.min, b.min), std::max(a.max, b.max)};
}

// A run that matches of both hold.
std::optional<RunAt> either(const std::optional<RunAt>& a,
                            const std::optional<RunAt>& b) {
  if (!a || !b) return std::nullopt;
  RunAt both{a->set, std::min(a->length, b->length),
             either(a->before, b->before), either(a->after, b->after)};
  both.set.add_all(b->set);
  return both;
}

Analysis analyse_alternation(const RegexNode& node) {
  Analysis whole;
  whole.width = {kUnbounded, 0};
  whole.literal.emplace();
  bool every_branch = true;
  for (const RegexNode& child : node.children) {
    Analysis branch = analyse(child);
    const bool is_first = &child == &node.children.front();
    whole.run = is_first ? branch.run : either(whole.run, branch.run);
    whole.width = either(whole.width, branch.width);
    every_branch = every_branch && branch.literal.has_value();
    if (!every_branch) continue;
    whole.literal->likelihood += branch.literal->likelihood;
    for (LiteralAt& literal : branch.literal->literals) {
      whole.literal->literals.push_back(std::move(literal));
    }
  }
  if (!every_branch) whole.literal.reset();
  return whole;
}

Analysis analyse_repeat(const RegexNode& node) {
  const RegexNode& inner = node.children.front();
  Analysis whole = analyse(inner);
  const Width once = whole.width;
  whole.width = {multiply(once.min, node.min), multiply(once.max, node.max)};
  if (inner.kind == Kind::kSet && node.min > 0) {
    whole.run = RunAt{inner.set, node.min, {}, whole.width};
  }
  if (node.min == 0) {
    whole.literal.reset();
    whole.run.reset();
    return whole;
  }
  // The first round holds it; the other rounds follow.
  const Width others{
      multiply(once.min, node.min - 1),
      multiply(once.max, node.max == kUnbounded ? kUnbounded : node.max - 1)};
  PieceBehind further = piece_behind(inner);
  further.begin.open = true;  // it may have been the last round
  further.one = false;
  further.least = 0;
  if (whole.literal) {
    for (LiteralAt& literal : whole.literal->literals) {
      literal.after = literal.after + others;
      if (node.max > 1) literal.pieces.push_back(further);
    }
  }
  if (whole.run && inner.kind != Kind::kSet) {
    whole.run->after = whole.run->after + others;
  }
  return whole;
}

Analysis analyse(const RegexNode& node) {
  switch (node.kind) {
    case Kind::kEmpty:
    case Kind::kBegin:
      return {};
    case Kind::kSet: {
      Analysis one;
      one.width = {1, 1};
      return one;
    }
    case Kind::kConcat:
      return Concatenation(node).analysis();
    case Kind::kAlternate:
      return analyse_alternation(node);
    case Kind::kRepeat:
      break;
  }
  return analyse_repeat(node);
}

Reach reach(const Width& before, const Width& after, std::uint32_t longest) {
  Reach out;
  out.before = std::min(before.max, longest);
  out.after = std::min(after.max, longest);
  out.fixed_start = before.min == before.max;
  return out;
}

Trigger to_trigger(const Analysis& found, std::uint32_t longest,
                   RuleStorage& storage) {
  Trigger trigger;
  const bool has_run = found.run && found.run->length >= kShortestRun;
  const bool run_is_better =
      has_run && (!found.literal || found.literal->likelihood > kTooLikely);
  if (has_run) {
    trigger.run = {found.run->set, found.run->length,
                   reach(found.run->before, found.run->after, longest)};
  }
  if (found.literal && !run_is_better) {
    std::vector<LiteralTrigger> literals;
    for (const LiteralAt& literal : found.literal->literals) {
      literals.push_back(
          {storage.keep(literal.literal.text), literal.literal.caseless,
           reach(literal.before, literal.after, longest),
           literal.behind.bytes(), right_behind(literal.pieces)});
    }
    trigger.literals = storage.keep(literals);
  }
  return trigger;
}

}  // namespace

Result<void> derive_trigger(Rule& rule, RuleStorage& storage) {
  Result<RegexNode> tree = parse_regex(rule.regex);
  if (!tree) return Error{"regex: " + tree.error().message};
  const Analysis found = analyse(*tree);
  if (found.width.max != kUnbounded) {
    rule.max_length = found.width.max;
  } else if (rule.max_length == 0) {
    return Error{"max_length: needed, because the regex is unbounded"};
  }
  if (rule.max_length > kMaxMatchLength) {
    return Error{"max_length: " + std::to_string(rule.max_length) +
                 " is more than " + std::to_string(kMaxMatchLength)};
  }
  if (found.width.min == 0) return Error{"regex: matches the empty text"};
  rule.trigger = to_trigger(found, rule.max_length, storage);
  return {};
}

void derive_any_trigger(Rule& rule, RuleStorage& storage) {
  if (rule.max_length == 0 || rule.max_length > kMaxMatchLength) {
    rule.max_length = kMaxMatchLength;
  }
  // What has a bound has a smaller one then.
  const std::uint32_t most = rule.max_length;
  const bool derived = !rule.of_unicode && derive_trigger(rule, storage);
  if (!derived) {
    rule.max_length = most;
    rule.trigger = {};
  }
  rule.whole_text = rule.trigger.literals.empty() || rule.max_length == most;
}

std::vector<Onward> derive_onward(const Rule& rule) {
  const Result<RegexNode> tree = parse_regex(rule.regex);
  if (!tree) return {};
  std::vector<Onward> out;
  if (const auto literal = analyse(*tree).literal) {
    for (const LiteralAt& each : literal->literals) {
      out.push_back(onward_over(each.pieces));
    }
  }
  return out;
}

}  // namespace patrol

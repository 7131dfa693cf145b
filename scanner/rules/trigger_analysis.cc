#include "scanner/rules/trigger_analysis.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace patrol {
namespace {

using Kind = RegexNode::Kind;

// Repeats up to this are laid flat, so that segments cross them.
constexpr std::uint32_t kShortRepeat = 8;
// Bytes that RE2 reads in the time that it takes to call it (0.2 us).
constexpr double kBytesOfACall = 128;
// More of them count for no more: ".eyJ", of JSON Web Tokens alone, is better
// than the "eyJ" of all JSON in base64, however far a match reaches before it.
constexpr double kMostRead = 1024;

void keep_better(std::optional<Candidate>& best,
                 std::optional<Candidate> other) {
  if (!other) return;
  if (!best || other->price() < best->price()) best = std::move(other);
}

void keep_longer(std::optional<RunAt>& best, std::optional<RunAt> other) {
  if (!other) return;
  if (!best || other->length > best->length) best = other;
}

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

// Literals of which matches of both hold one.
std::optional<Candidate> either(std::optional<Candidate> a,
                                std::optional<Candidate> b) {
  if (!a || !b) return std::nullopt;
  a->likelihood += b->likelihood;
  std::ranges::move(b->literals, std::back_inserter(a->literals));
  return a;
}

Analysis analyse_alternation(const RegexNode& node) {
  Analysis whole = analyse(node.children.front());
  for (std::size_t i = 1; i < node.children.size(); ++i) {
    Analysis branch = analyse(node.children[i]);
    whole.width = either(whole.width, branch.width);
    whole.run = either(whole.run, branch.run);
    whole.literal = either(std::move(whole.literal), std::move(branch.literal));
  }
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

}  // namespace

// Where a match may begin in more places than one, the expression is tried at
// each of them: all that is in reach is read.
double Candidate::price() const {
  double read = 0;
  for (const LiteralAt& literal : literals) {
    if (literal.before.min == literal.before.max) continue;
    const double reach = add(literal.before.max, literal.after.max);
    read = std::max(read, std::min<double>(reach, kMostRead));
  }
  return likelihood * (1 + read / kBytesOfACall);
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

}  // namespace patrol

#include "scanner/rules/trigger_onward.h"

#include <algorithm>
#include <bit>
#include <cstddef>

#include "scanner/rules/trigger_width.h"

namespace patrol {
namespace {

using Kind = RegexNode::Kind;

// A set of more bytes tells too little.
constexpr int kMostThen = 8;
// "authoriza" is left with "tion", quotes, blanks and a colon.
constexpr std::size_t kMostSteps = 8;
// A run of nearly everything tells too little.
constexpr int kMostInRun = 128;
// Bytes of a run that are looked at; words end sooner.
constexpr std::uint64_t kLongestRun = 24;
// Bytes. What goes on for so long is seldom, and RE2's to tell.
constexpr std::size_t kLongestWalk = 64;

int size_of(const ByteSet& set) {
  int size = 0;
  for (const std::uint64_t bits : set.bits) size += std::popcount(bits);
  return size;
}

bool share_bytes(const ByteSet& a, const ByteSet& b) {
  return !a.is_subset_of(b.complement());
}

ByteSet all_of(const RegexNode& node) {
  ByteSet all = node.kind == Kind::kSet ? node.set : ByteSet{};
  for (const RegexNode& child : node.children) all.add_all(all_of(child));
  return all;
}

std::uint32_t least_of(const RegexNode& node) {
  switch (node.kind) {
    case Kind::kSet:
      return 1;
    case Kind::kRepeat:
      return multiply(least_of(node.children[0]), node.min);
    case Kind::kConcat: {
      std::uint32_t least = 0;
      for (const RegexNode& child : node.children) {
        least = add(least, least_of(child));
      }
      return least;
    }
    default:
      return 0;  // or more: one of the children
  }
}

// What must come right behind the literal: a run of what the pieces hold up to
// the first that is not nothing, as far as the others hold nothing else.
OnwardStep run_behind(std::span<const PieceBehind> pieces) {
  OnwardStep run;
  for (const PieceBehind& piece : pieces) {
    if (run.least == 0) run.passed.add_all(piece.all);
    if (!piece.all.is_subset_of(run.passed)) break;
    run.least = std::min(run.least + piece.least, kLongestRun);
  }
  return run;
}

}  // namespace

PieceBehind piece_behind(const RegexNode& node) {
  return {all_of(node), begin_of(node), node.kind == Kind::kSet,
          least_of(node)};
}

ByteSet right_behind(std::span<const PieceBehind> pieces) {
  RegexEdge edge;
  for (auto piece = pieces.begin(); edge.open && piece != pieces.end();
       ++piece) {
    edge.add(piece->begin);
  }
  return edge.bytes();
}

// A step ends at the first byte of `then`. If that may also be one of those
// passed, it need not be the byte that the expression means, and nothing can be
// said of what follows.
Onward onward_over(std::span<const PieceBehind> pieces) {
  Onward steps;
  const OnwardStep run = run_behind(pieces);
  if (run.least > 1 && size_of(run.passed) <= kMostInRun) steps.push_back(run);
  ByteSet passed;
  for (const PieceBehind& piece : pieces) {
    if (piece.begin.open || size_of(piece.begin.set) > kMostThen) {
      passed.add_all(piece.all);
      continue;
    }
    steps.push_back({passed, piece.begin.set});
    if (share_bytes(passed, piece.begin.set)) break;
    if (steps.size() == kMostSteps) break;
    passed = piece.one ? ByteSet{} : piece.all;
  }
  return steps;
}

namespace {

bool is_run(const OnwardStep& step, std::string_view text) {
  if (text.size() < step.least) return false;
  for (std::uint64_t i = 0; i < step.least; ++i) {
    if (!step.passed.contains(static_cast<unsigned char>(text[i]))) {
      return false;
    }
  }
  return true;
}

}  // namespace

bool may_go_on(std::span<const OnwardStep> steps, std::string_view behind) {
  const std::size_t end = std::min(behind.size(), kLongestWalk);
  std::size_t at = 0;
  for (const OnwardStep& step : steps) {
    if (step.least > 0) {
      if (!is_run(step, behind.substr(at))) return false;
      continue;
    }
    for (;; ++at) {
      if (at == end) return end < behind.size();
      const auto byte = static_cast<unsigned char>(behind[at]);
      if (step.then.contains(byte)) break;
      if (!step.passed.contains(byte)) return false;
    }
    ++at;
  }
  return true;
}

}  // namespace patrol

#include "scanner/attribution/commit_steps.h"

#include <algorithm>

namespace patrol {

bool CommitStep::may_introduce() const {
  return !std::ranges::binary_search(parents, tree);
}

CommitSteps::CommitSteps(const CommitGraph& graph,
                         const std::vector<ReducedTrees::Tree>& trees,
                         CommitIndex head)
    : graph_(&graph),
      links_(graph),
      trees_(&trees),
      in_head_(links_.reachable(head)),
      is_done_(graph.size()) {
  for (const CommitIndex commit : links_.parents_first()) {
    add(commit);
    is_done_[commit] = true;
  }
}

void CommitSteps::add(CommitIndex commit) {
  take_parents(commit);
  const ReducedTrees::Tree tree = (*trees_)[commit];
  if (parents_.size() == 1 && parents_[0] == tree) return;
  const auto next = static_cast<std::uint32_t>(steps_.size());
  const std::uint32_t at = step_of_.find_or_add(number_of(tree), next);
  if (at == next) {
    steps_.push_back({tree, parents_, commit, commit});
    return;
  }
  CommitStep& step = steps_[at];
  if (graph_->is_earlier(commit, step.earliest)) step.earliest = commit;
  if (is_preferred(commit, step.latest)) step.latest = commit;
}

// A parent that is not before its child is none: the commits come from
// themselves.
void CommitSteps::take_parents(CommitIndex commit) {
  parents_.clear();
  for (const CommitIndex parent : links_.parents(commit)) {
    const bool is_there = parent != kNoCommit && is_done_[parent];
    parents_.push_back(is_there ? (*trees_)[parent] : ReducedTrees::kEmpty);
  }
  if (parents_.empty()) parents_.push_back(ReducedTrees::kEmpty);
  std::ranges::sort(parents_);
  parents_.erase(std::unique(parents_.begin(), parents_.end()), parents_.end());
}

// Of the tree and then the parents: each prefix of a sequence has a number.
std::uint32_t CommitSteps::number_of(ReducedTrees::Tree tree) {
  const auto longer = [&](std::uint32_t before, ReducedTrees::Tree next) {
    const auto fresh = static_cast<std::uint32_t>(sequences_.size() + 1);
    return sequences_.find_or_add(pair_key(before, next), fresh);
  };
  std::uint32_t number = longer(0, tree);
  for (const ReducedTrees::Tree parent : parents_) {
    number = longer(number, parent);
  }
  return number;
}

// As the latest of a step.
bool CommitSteps::is_preferred(CommitIndex a, CommitIndex b) const {
  if (in_head_[a] != in_head_[b]) return in_head_[a];
  return graph_->is_later(a, b);
}

}  // namespace patrol

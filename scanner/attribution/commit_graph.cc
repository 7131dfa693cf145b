#include "scanner/attribution/commit_graph.h"

#include <utility>

namespace patrol {

void CommitGraph::add(ObjectNumber number, ObjectNumber tree,
                      std::span<const ObjectNumber> parents,
                      std::optional<std::int64_t> date, bool is_at_border) {
  if (indexes_.find_or_add(number, size()) != size()) return;
  if (is_at_border) parents = {};
  commits_.push_back(
      {number, tree, date, static_cast<std::uint32_t>(parents_.size()),
       static_cast<std::uint32_t>(parents.size()), is_at_border});
  parents_.insert(parents_.end(), parents.begin(), parents.end());
}

bool CommitGraph::is_earlier(CommitIndex a, CommitIndex b) const {
  const auto& x = commits_[a];
  const auto& y = commits_[b];
  if (x.date == y.date) return x.number < y.number;
  return x.date && (!y.date || *x.date < *y.date);
}

bool CommitGraph::is_later(CommitIndex a, CommitIndex b) const {
  const auto& x = commits_[a];
  const auto& y = commits_[b];
  if (x.date == y.date) return x.number < y.number;
  return x.date && (!y.date || *x.date > *y.date);
}

CommitLinks::CommitLinks(const CommitGraph& graph)
    : graph_(&graph), first_parent_{0} {
  for (CommitIndex commit = 0; commit < graph.size(); ++commit) {
    for (const ObjectNumber parent : graph.parents(commit)) {
      parents_.push_back(graph.find(parent));
    }
    first_parent_.push_back(parents_.size());
  }
}

std::vector<CommitIndex> CommitLinks::parents_first() const {
  const CommitIndex size = graph_->size();
  std::vector<CommitIndex> order;
  order.reserve(size);
  std::vector<std::size_t> next_parent(size);  // to be looked at
  std::vector<bool> is_met(size);
  std::vector<CommitIndex> waiting;
  const auto meet = [&](CommitIndex commit) {
    if (commit == kNoCommit || is_met[commit]) return;
    is_met[commit] = true;
    waiting.push_back(commit);
  };
  for (CommitIndex first = 0; first < size; ++first) {
    for (meet(first); !waiting.empty();) {
      const CommitIndex commit = waiting.back();
      const std::size_t parent = next_parent[commit]++;
      if (parent < parents(commit).size()) {
        meet(parents(commit)[parent]);
      } else {
        order.push_back(commit);
        waiting.pop_back();
      }
    }
  }
  return order;
}

std::vector<bool> CommitLinks::reachable(CommitIndex from) const {
  std::vector<bool> is_reached(graph_->size());
  std::vector<CommitIndex> waiting;
  const auto reach = [&](CommitIndex commit) {
    if (commit == kNoCommit || is_reached[commit]) return;
    is_reached[commit] = true;
    waiting.push_back(commit);
  };
  for (reach(from); !waiting.empty();) {
    const CommitIndex commit = waiting.back();
    waiting.pop_back();
    for (const CommitIndex parent : parents(commit)) reach(parent);
  }
  return is_reached;
}

}  // namespace patrol

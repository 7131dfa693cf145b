// What commits do to the reduced trees of a history. Of a hundred thousand
// commits nearly all have the tree of a parent, and what the others do, they do
// alike: a merge takes in what a hundred merges took in before. So commits are
// put together by their tree and those of their parents, and each such step is
// looked at once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "scanner/attribution/commit_graph.h"
#include "scanner/attribution/reduced_trees.h"

namespace patrol {

// Commits with the same reduced tree, and parents with the same ones.
struct CommitStep {
  ReducedTrees::Tree tree = ReducedTrees::kEmpty;
  // Trees of the parents, ascending, each once. A commit without parents has
  // the empty tree here, and so has a parent that is not there.
  std::vector<ReducedTrees::Tree> parents;
  CommitIndex earliest = kNoCommit;  // of these commits
  // Of them the latest that HEAD comes from, or of all if it comes from none.
  CommitIndex latest = kNoCommit;

  // Has the tree something that no parent has?
  bool may_introduce() const;
};

// Steps that change something, those of parents before those of children.
class CommitSteps {
 public:
  // `trees`: of each commit, by its index. `head`: kNoCommit if there is none.
  CommitSteps(const CommitGraph& graph,
              const std::vector<ReducedTrees::Tree>& trees, CommitIndex head);

  const std::vector<CommitStep>& all() const { return steps_; }

  const CommitGraph& graph() const { return *graph_; }

  // HEAD comes from it.
  bool is_of_head(CommitIndex commit) const { return in_head_[commit]; }

 private:
  void add(CommitIndex commit);
  bool is_preferred(CommitIndex a, CommitIndex b) const;
  void take_parents(CommitIndex commit);
  std::uint32_t number_of(ReducedTrees::Tree tree);

  const CommitGraph* graph_;
  CommitLinks links_;
  const std::vector<ReducedTrees::Tree>* trees_;
  std::vector<bool> in_head_;
  std::vector<bool> is_done_;                // by commit
  std::vector<ReducedTrees::Tree> parents_;  // of the commit that is added
  NumberMap sequences_;  // (what comes before, tree) -> number of a sequence
  NumberMap step_of_;    // by sequence
  std::vector<CommitStep> steps_;
};

}  // namespace patrol

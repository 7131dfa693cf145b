#include "scanner/changes/range_changes.h"

#include <algorithm>
#include <utility>

namespace patrol {
namespace {

void make_set(auto& values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

// Those of its parents, all of which can be read.
std::vector<ObjectId> older_trees(const WalkedCommit& commit,
                                  CommitReader& commits) {
  std::vector<ObjectId> trees;
  for (const ObjectId& parent : commit.parents) {
    trees.push_back(commits.find(parent)->tree);
  }
  return trees;
}

void add(std::vector<LostObject>& lost, const std::vector<LostObject>& more) {
  lost.insert(lost.end(), more.begin(), more.end());
}

}  // namespace

std::vector<ObjectId> RangeChanges::blobs() const {
  std::vector<ObjectId> all;
  for (const RangeChange& one : changes) {
    if (one.change.now.is_blob()) all.push_back(one.change.now.id);
  }
  make_set(all);
  return all;
}

RangeChanges range_changes(CommitWalk walk, CommitReader& commits, Trees& trees,
                           const std::atomic<bool>& stop,
                           TreeDiffLimits limits) {
  RangeChanges all;
  all.commits = std::move(walk.commits);
  TreeDiff diff(trees, stop, limits);
  for (std::uint32_t i = 0; i < all.commits.size() && !stop.load(); ++i) {
    const WalkedCommit& commit = all.commits[i];
    diff.run(commit.tree, older_trees(commit, commits),
             [&all, i](PathChange change) {
               all.changes.push_back({i, std::move(change)});
             });
  }
  all.is_stopped = walk.is_stopped || stop.load();
  all.lost = std::move(walk.lost);
  add(all.lost, trees.lost());
  add(all.lost, diff.lost());
  make_set(all.lost);
  return all;
}

}  // namespace patrol

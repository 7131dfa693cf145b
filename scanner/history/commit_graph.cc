#include "scanner/history/commit_graph.h"

#include <algorithm>
#include <utility>

namespace patrol {
namespace {

constexpr std::uint32_t kNoCommit = 0xFFFFFFFF;

}  // namespace

CommitGraph::CommitGraph(std::vector<CommitNote> commits,
                         std::vector<TagNote> tags, std::size_t objects)
    : commits_(std::move(commits)),
      tags_(std::move(tags)),
      commit_at_(objects, kNoCommit) {
  std::ranges::sort(commits_, {}, &CommitNote::commit);
  std::ranges::sort(tags_, {}, &TagNote::tag);
  for (std::uint32_t i = 0; i < commits_.size(); ++i) {
    commit_at_[commits_[i].commit] = i;
  }
}

std::vector<bool> CommitGraph::reached_from(
    std::span<const ObjectNumber> tips) const {
  std::vector<bool> reached(commit_at_.size());
  reach(tips, reached);
  return reached;
}

void CommitGraph::reach(std::span<const ObjectNumber> tips,
                        std::vector<bool>& reached) const {
  std::vector<ObjectNumber> open(tips.begin(), tips.end());
  while (!open.empty()) {
    const ObjectNumber at = open.back();
    open.pop_back();
    if (at == kNoObject || at >= reached.size() || reached[at]) continue;
    if (commit_at_[at] != kNoCommit) {
      reached[at] = true;
      const auto& parents = commits_[commit_at_[at]].parents;
      open.insert(open.end(), parents.begin(), parents.end());
      continue;
    }
    const auto tag = std::ranges::lower_bound(tags_, at, {}, &TagNote::tag);
    if (tag == tags_.end() || tag->tag != at) continue;
    reached[at] = true;
    open.push_back(tag->target);
  }
}

}  // namespace patrol

#include "scanner/history/commit_notes.h"

#include <algorithm>

namespace patrol {

CommitGraph graph_of(std::vector<CommitNote> notes) {
  std::ranges::sort(notes, {}, &CommitNote::commit);
  CommitGraph graph;
  for (const CommitNote& note : notes) {
    graph.add(note.commit, note.tree, note.parents, note.date,
              note.is_at_border);
  }
  return graph;
}

std::vector<CommitIndex> peeled(std::span<const ObjectNumber> tips,
                                const CommitGraph& graph,
                                const std::vector<TagNote>& tags) {
  std::vector<CommitIndex> out;
  for (ObjectNumber at : tips) {
    // A tag of a tag, and so on; never more of them than there are.
    for (std::size_t i = 0; i <= tags.size() && at != kNoObject; ++i) {
      const CommitIndex commit = graph.find(at);
      if (commit != kNoCommit) {
        out.push_back(commit);
        break;
      }
      const auto tag = std::ranges::lower_bound(tags, at, {}, &TagNote::tag);
      if (tag == tags.end() || tag->tag != at) break;
      at = tag->target;
    }
  }
  return out;
}

std::vector<bool> reached_from(std::span<const CommitIndex> tips,
                               const CommitGraph& graph) {
  std::vector<bool> reached(graph.size());
  std::vector<CommitIndex> open(tips.begin(), tips.end());
  while (!open.empty()) {
    const CommitIndex at = open.back();
    open.pop_back();
    if (at == kNoCommit || reached[at]) continue;
    reached[at] = true;
    for (const ObjectNumber parent : graph.parents(at)) {
      open.push_back(parent == kNoObject ? kNoCommit : graph.find(parent));
    }
  }
  return reached;
}

CommitGraph part_of(const CommitGraph& graph,
                    const std::vector<bool>& commits) {
  CommitGraph part;
  for (CommitIndex i = 0; i < graph.size(); ++i) {
    if (!commits[i]) continue;
    part.add(graph.number(i), graph.tree(i), graph.parents(i), graph.date(i),
             graph.is_at_border(i));
  }
  return part;
}

}  // namespace patrol

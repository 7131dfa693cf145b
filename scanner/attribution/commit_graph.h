// The commits of a history: which tree each has, which it comes from, and when
// it was made.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "scanner/core/number_map.h"
#include "scanner/packs/object_table.h"

namespace patrol {

// Position of a commit in its graph, in the order of being added.
using CommitIndex = std::uint32_t;
inline constexpr CommitIndex kNoCommit = 0xFFFFFFFF;

// Takes 40 bytes and more a commit. Threads may share it once it is complete.
class CommitGraph {
 public:
  // `date`: of the committer, in seconds since the Unix epoch; nullopt: it is
  // not known. A commit at the border of a shallow clone has no parents here,
  // whatever it names. One that is added twice counts once.
  void add(ObjectNumber number, ObjectNumber tree,
           std::span<const ObjectNumber> parents,
           std::optional<std::int64_t> date, bool is_at_border);

  CommitIndex size() const { return static_cast<CommitIndex>(commits_.size()); }
  // kNoCommit: there is none.
  CommitIndex find(ObjectNumber number) const { return indexes_.find(number); }

  ObjectNumber number(CommitIndex commit) const {
    return commits_[commit].number;
  }
  ObjectNumber tree(CommitIndex commit) const { return commits_[commit].tree; }
  bool is_at_border(CommitIndex commit) const {
    return commits_[commit].is_at_border;
  }
  std::optional<std::int64_t> date(CommitIndex commit) const {
    return commits_[commit].date;
  }
  // As it names them; not all need be in the graph.
  std::span<const ObjectNumber> parents(CommitIndex commit) const {
    return std::span(parents_).subspan(commits_[commit].first_parent,
                                       commits_[commit].parents);
  }

  // By date; those without one come after all others, and of equals the least
  // id comes first.
  bool is_earlier(CommitIndex a, CommitIndex b) const;
  // The other way round, but for those without a date and for equals.
  bool is_later(CommitIndex a, CommitIndex b) const;

 private:
  struct Commit {
    ObjectNumber number;
    ObjectNumber tree;
    std::optional<std::int64_t> date;
    std::uint32_t first_parent;
    std::uint32_t parents;
    bool is_at_border;
  };

  std::vector<Commit> commits_;
  std::vector<ObjectNumber> parents_;  // of all, one after another
  NumberMap indexes_;
};

// The commits of a graph that is complete, each with its parents found.
class CommitLinks {
 public:
  // The graph must outlive it.
  explicit CommitLinks(const CommitGraph& graph);

  const CommitGraph& graph() const { return *graph_; }

  // In the order in which it names them. kNoCommit: one that is not there.
  std::span<const CommitIndex> parents(CommitIndex commit) const {
    return std::span(parents_).subspan(
        first_parent_[commit],
        first_parent_[commit + 1] - first_parent_[commit]);
  }

  // All commits, parents before children. A corrupt repository may have commits
  // that come from themselves; one of each such circle is then before a parent.
  std::vector<CommitIndex> parents_first() const;

  // By commit: is it `from` or what that comes from? kNoCommit: none is.
  std::vector<bool> reachable(CommitIndex from) const;

 private:
  const CommitGraph* graph_;
  std::vector<CommitIndex> parents_;
  std::vector<std::size_t> first_parent_;  // of each commit, and the end
};

}  // namespace patrol

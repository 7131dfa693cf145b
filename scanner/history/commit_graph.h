// Commits and what they are made from, by number, and who reaches whom.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "scanner/git/object_table.h"

namespace patrol {

// A commit, as far as a walk over all objects notes it.
struct CommitNote {
  ObjectNumber commit = kNoObject;
  ObjectNumber tree = kNoObject;      // kNoObject: missing
  std::vector<ObjectNumber> parents;  // likewise
  std::int64_t date = 0;              // the committer's; 0: it has none
};

// A tag, and what it points at.
struct TagNote {
  ObjectNumber tag = kNoObject;
  ObjectNumber target = kNoObject;
};

class CommitGraph {
 public:
  // In any order, each commit once. `objects`: how many numbers there are.
  CommitGraph(std::vector<CommitNote> commits, std::vector<TagNote> tags,
              std::size_t objects);

  const std::vector<CommitNote>& commits() const { return commits_; }

  // By number: the commits that are reached from `tips`, which may be tags;
  // what is neither reaches nothing.
  std::vector<bool> reached_from(std::span<const ObjectNumber> tips) const;

  // Adds to `reached` what `tips` reach.
  void reach(std::span<const ObjectNumber> tips,
             std::vector<bool>& reached) const;

 private:
  std::vector<CommitNote> commits_;       // by number
  std::vector<TagNote> tags_;             // by number
  std::vector<std::uint32_t> commit_at_;  // in commits_, by number
};

}  // namespace patrol

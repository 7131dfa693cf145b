// The commits of a range: what some commits reach, less what others reach.
//
//   1---2---3---4---5---6  B      A..B: 3, 4, 5, 6 and 8
//       |   `---8---'
//       `---7  A                  The walk goes from the newest to the oldest,
//                                 from both ends at once: 6 5 8 7 4 3 2, of
//                                 which 7 and 2 are of A. Nothing is left to be
//                                 met that may be wanted: 1 is not read.
//
// So it costs what both ends have that is newer than the oldest commit of the
// range, and a little more, whatever the history has.
//
// How it can go wrong: dates are what some clock said. A commit that seems
// older than its parents is met late, and what it reaches was perhaps taken for
// wanted by then. That is put right when it is met; and the walk goes on for
// kSlack commits after nothing wanted is left to be met. git does the same with
// a slack of 5. What is given is exactly the range unless more than that many
// commits, in a row from the unwanted side, have dates before all that is
// wanted; then, as with git, there may be commits in it that are not of the
// range: too many, never too few.
//
// The source: limit_list() in git's revision.c, as a description of the order
// in which commits are met; what may be relied on is the set.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "scanner/changes/commit_reader.h"
#include "scanner/git/object_id.h"
#include "scanner/packs/object_source.h"

namespace patrol {

// Commits that are read after the last wanted one: some milliseconds.
inline constexpr int kSlack = 64;

struct WalkedCommit {
  ObjectId id;
  ObjectId tree;
  std::vector<ObjectId> parents;  // in order; those that are there
  std::int64_t date = 0;          // CommitNode::date
  bool is_at_border =
      false;  // of its parents some are not there: shallow clones,
              // missing objects. What it has may be older
};

struct CommitWalk {
  // Newest first, but no commit before one that it is a parent of, whatever
  // their dates are (git rev-list --date-order).
  std::vector<WalkedCommit> commits;
  // Ends of the range, and parents of its commits, that cannot be read, each
  // once, sorted. A shallow border is none: nothing there is broken.
  std::vector<LostObject> lost;
  bool is_stopped = false;  // by `stop`; the set is not whole, and may have
                            // commits that are not of the range
};

// Commits that `wanted` or what they reach are, and that are not `unwanted` nor
// what these reach. A..B is {B} without {A}; A...B is {A, B} without
// common_ancestors(A, B). Ids of commits, not of tags. An unwanted commit that
// cannot be read keeps nothing out.
CommitWalk walk_commits(CommitReader& commits, std::span<const ObjectId> wanted,
                        std::span<const ObjectId> unwanted,
                        const std::atomic<bool>& stop);

}  // namespace patrol

// What each commit of a range has otherwise than all of its parents: all that
// is needed to say which commit brought a secret in.
//
// A commit introduces a secret at a path if it has it there and none of its
// parents has. So the blob that it has there differs from that of every parent;
// paths at which it is the same as one parent's need not be looked at, and no
// other is left out (tree_diff.h). That holds for a merge as for any commit:
//
//   parents   a: 1     a: 2       a merge that takes 2, brings in nothing;
//   merge     a: 2                one that has 3, may. Whether it does, show
//                                 the blobs 3, 1 and 2 themselves
//
// A secret that a merge takes from one of its parents was brought in by a
// commit that this parent reaches: in the range, where it is found; or before
// it, and it is old.
//
// What is not seen: that a merge dropped what one parent had, as another had no
// such thing. Whoever asks that, looks at the merges
// (range_attribution.h).
#pragma once

#include <atomic>
#include <cstdint>
#include <span>
#include <vector>

#include "scanner/changes/commit_reader.h"
#include "scanner/changes/commit_walk.h"
#include "scanner/changes/tree_diff.h"
#include "scanner/changes/trees.h"
#include "scanner/git/object_id.h"
#include "scanner/packs/object_source.h"

namespace patrol {

struct RangeChange {
  std::uint32_t commit;  // in RangeChanges::commits
  PathChange change;     // `before`: one for each of its parents
};

struct RangeChanges {
  // CommitWalk::commits: newest first, and children before parents.
  std::vector<WalkedCommit> commits;
  // By commit, and then in git's order of paths.
  std::vector<RangeChange> changes;
  // What is missing or damaged of commits and trees, or was too much; sorted.
  std::vector<LostObject> lost;
  bool is_stopped = false;  // by `stop`: there is more

  // The blobs that commits of the range brought to some path, sorted, each
  // once: what is to be scanned for secrets.
  std::vector<ObjectId> blobs() const;
};

// Of walk_commits(). At a border (WalkedCommit::is_at_border) all that the
// missing parents had is new. Costs a few trees a commit.
RangeChanges range_changes(CommitWalk walk, CommitReader& commits, Trees& trees,
                           const std::atomic<bool>& stop,
                           TreeDiffLimits limits = {});

}  // namespace patrol

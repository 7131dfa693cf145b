// What `git commit` would record that HEAD has not: the index against HEAD's
// tree, as `git diff-index --cached HEAD` compares them.
//
//   index                     HEAD's tree
//   Makefile     3b18e5       Makefile   3b18e5    the same: nothing
//   src/         (src: tree 77c0a2)  src 77c0a2    the same: not looked into
//   doc/a.txt    12ab34       doc/a.txt  99cd00    changed
//   doc/new      56ef78                            added
//                             old        56ef78    gone; so doc/new is a rename
//
// Folders whose tree the index knows (cache_tree.h) are skipped where HEAD has
// the same; of all others HEAD's tree is read, and no other object.
//
// What counts as changed, and what does not:
// - Contents only. A mode that changed brings nothing in.
// - Every stage of a conflict that HEAD does not have at that path.
// - Not what `git add -N` announces: nothing of it would be recorded.
// - A folder of a sparse index by the trees on both sides.
// - Submodules are commits of another repository: named, never looked into.
//
// What it cannot do: objects that `git replace` has put in place of others are
// not seen, the original ones are compared.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scanner/core/result.h"
#include "scanner/git/object_id.h"
#include "scanner/git/repository.h"
#include "scanner/packs/object_lookup.h"

namespace patrol {

// Contents that are staged at a path where HEAD has other ones, or none. A
// symbolic link is one too: its target.
struct StagedBlob {
  std::string path;
  ObjectId id;
  std::optional<ObjectId> before;  // HEAD's contents of that path
  bool is_in_conflict = false;     // a stage of one: nothing to commit yet
  // Those of the other sides, while a merge is not committed (merge_heads.h);
  // of what is in conflict none.
  std::vector<ObjectId> merged = {};
  // HEAD has the same contents at another path: a file that was moved, copied,
  // or exchanged with another.
  bool is_elsewhere_in_head = false;
};

// A part of the index that cannot be read.
struct UnreadFolder {
  std::string path;
  std::string reason;
};

struct StagedChanges {
  std::vector<StagedBlob> blobs;        // by path
  std::vector<std::string> submodules;  // new, or at another commit; by path
  std::vector<UnreadFolder> unread;     // folders of a sparse index
  // Of HEAD something cannot be read: what stands there in the index counts as
  // added. A line each.
  std::vector<std::string> warnings;
};

// Nothing of the repository is executed; references of a "reftable" alone are
// asked of git (refs.h). Error: the index cannot be read.
Result<StagedChanges> staged_changes(const Repository& repository,
                                     const ObjectLookup& objects);

}  // namespace patrol

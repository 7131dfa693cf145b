// All that a repository has names for: the commits from which its history is
// told, and those that it still remembers.
//
//   packed-refs, refs/**       branches, tags, notes, the stash, remotes ...;
//                              a file of its own beats packed-refs
//   HEAD, ORIG_HEAD ...        of each work tree: files in capitals beside HEAD
//   worktrees/*/               the same of linked work trees, and what each has
//                              of its own: refs/bisect, refs/worktree,
//                              refs/rewritten
//   logs/**                    what each of them was before
//
// Names are git's. What belongs to another work tree than the one that the
// repository was opened in is called worktrees/NAME/..., or main-worktree/...:
// worktrees/linked/HEAD.
//
// References of a "reftable" are asked of git itself (git_plumbing.h); logs are
// not read then, which is a warning. Folders below refs/ that are symbolic
// links are not followed, which is one, too. A reference that is written while
// patrol reads may be seen or not.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/core/result.h"
#include "scanner/git/object_id.h"
#include "scanner/git/repository.h"

namespace patrol {

struct Ref {
  std::string name;
  ObjectId id;  // as it stands: a tag is not peeled, and may be missing
};

struct Refs {
  // Sorted by name. Each name once, but for those whose file says several ids
  // (FETCH_HEAD): the first is what git takes for it.
  std::vector<Ref> refs;

  // All ids in logs, sorted, each once.
  std::vector<ObjectId> logged;

  // Names that stand for another one that is not there. Nothing is missing. A
  // HEAD whose branch has no commit yet is not among them.
  std::vector<std::string> dangling;

  // What could not be read, "refs/heads/x: ...". What it names may be missing.
  std::vector<std::string> warnings;

  // The id of `name`, in full ("refs/heads/main", "HEAD"). nullptr: none.
  const ObjectId* find(std::string_view name) const;
};

// Error: they are a reftable, and git cannot be asked.
Result<Refs> read_refs(const Repository& repository);

// The commit that HEAD is at, without reading all references. nullopt: it has
// none yet. Error: HEAD, or what it stands for, cannot be read.
Result<std::optional<ObjectId>> read_head(const Repository& repository);

}  // namespace patrol

// Where a repository is, told from a path in or beside it.
//
//   project/.git/              a folder: HEAD, objects/, refs/ ...
//   project/.git               a file "gitdir: PATH", of a linked work tree or
//                              a submodule: the folder is elsewhere
//   project.git/               bare: that folder itself
//   .git/worktrees/linked/     of a linked work tree: its own HEAD and index;
//       commondir              the rest is where this file says ("../..")
//
// As git does, the search climbs from the path up to the border of the file
// system, and takes at each step `.git` before the folder itself. It does not
// heed GIT_CEILING_DIRECTORIES.
#pragma once

#include <optional>
#include <string>

#include "scanner/core/result.h"

namespace patrol {

// All paths are real ones: absolute, without symbolic links.
struct GitFolder {
  std::string path;
  // The folder whose `.git` led here. nullopt: it was found by itself.
  std::optional<std::string> work_tree;
};

// `path` is a work tree, a folder inside one, or anything that is drawn above.
// Error: there is no repository, or it belongs to somebody else. Whose is
// believed: that of the user who runs patrol, root's, and that of the owner of
// the folder it lies in (work_tree.h says why); a bare one that `path` names
// itself is believed whoever owns it.
Result<GitFolder> find_git_folder(const std::string& path);

// Whether `path` has what git demands of a repository. `has_objects`: that its
// objects are elsewhere is known. Error: there is something that cannot be
// read.
Result<bool> is_git_folder(const std::string& path, bool has_objects = false);

// Where `git_folder` has what it shares with its linked work trees: the real
// path of what its file `commondir` says, or itself.
Result<std::string> common_folder(const std::string& git_folder);

// The folder that `dot_git` is or, as a file "gitdir: PATH", leads to; not yet
// known to be a repository. "": neither.
Result<std::string> folder_of_dot_git(const std::string& dot_git);

}  // namespace patrol

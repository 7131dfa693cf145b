// Where a work tree begins, and where git keeps what says which of its files
// are tracked and ignored. The only user of libgit2.
//
// Nothing of the repository is executed: libgit2 runs no hook, filter, external
// diff or fsmonitor, and here it only opens the repository and reads its
// configuration. Its start-up costs some 10 ms (it parses the system's CA
// certificates) and loading it 2 ms, which is paid once a `.git` was seen and
// not before.
//
// Whose rules are believed: those of a repository that belongs to the user who
// runs patrol, to root, or to the owner of the folder it lies in. git asks for
// the first alone, since it executes what the configuration says; then a scan
// in a container, where the checkout belongs to somebody else, would not see
// the rules. Anybody else's `.git`, dropped above a folder to hide its files
// from the scan, is an error.
#pragma once

#include <optional>
#include <string>

#include "scanner/core/result.h"

namespace patrol {

// All paths are absolute and without symbolic links or a '/' at their end.
struct WorkTree {
  std::string root;
  std::string index_file;     // need not exist: then nothing is tracked
  std::string info_exclude;   // need not exist
  std::string excludes_file;  // core.excludesFile or its default; need not
                              // exist; "": there is none
  bool ignores_case = false;  // core.ignorecase
};

// The work tree that begins at `folder`, which has a `.git` (a folder, or a
// file that leads to one). nullopt: that `.git` is no repository, or one whose
// work tree is elsewhere. An error: it is one, but cannot be opened; the
// message names no path. Thread-safe. REQUIRES: `folder` is absolute and
// without symbolic links.
Result<std::optional<WorkTree>> open_work_tree(const std::string& folder);

// The work tree that `folder` lies in, however deep, or begins. As git does,
// the search ends at the border of a file system; a folder inside `.git` lies
// in none. Otherwise as above.
Result<std::optional<WorkTree>> find_work_tree(const std::string& folder);

}  // namespace patrol

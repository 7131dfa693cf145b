// Of which format a repository is, told from its configuration.
//
// What changes the format announces itself as an extension, so that a program
// that does not know it leaves the repository alone instead of misreading it:
//
//   [core]
//       repositoryformatversion = 1
//   [extensions]
//       objectFormat = sha256
//
// So does patrol: what it does not know is an error that names it, and never a
// scan that calls clean what it could not read.
#pragma once

#include <cstdint>

#include "scanner/core/result.h"
#include "scanner/git/config_text.h"
#include "scanner/git/object_id.h"

namespace patrol {

enum class RefStorage : std::uint8_t {
  kFiles,     // a file a reference, and packed-refs
  kReftable,  // binary tables, which git alone reads here
};

struct RepositoryFormat {
  HashKind hash = HashKind::kSha1;
  RefStorage refs = RefStorage::kFiles;
  bool has_work_tree_config = false;  // config.worktree counts, too
  bool is_partial = false;  // objects may be missing that a remote has
};

// `config` is the file `config` of the common folder. Error: it is of a format
// that cannot be read, "cannot read: extensions.NAME".
Result<RepositoryFormat> repository_format(const ConfigText& config);

}  // namespace patrol

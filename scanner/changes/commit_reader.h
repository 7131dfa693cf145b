// Commits by their ids: what a walk has to know of them. Each is read once.
//
// A shallow clone ends at commits whose parents are missing on purpose; such a
// commit counts as one without parents, and as a border: what it has, it may
// have from before. Grafts and replaced objects are not followed: what is told
// is what is stored.
//
// Not for several threads.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "scanner/git/object_id.h"
#include "scanner/packs/object_source.h"

namespace patrol {

struct CommitNode {
  ObjectId tree;
  std::vector<ObjectId> parents;
  std::int64_t date = 0;  // the committer's, in seconds since the Unix epoch;
                          // 0: it has none, as git takes it
  bool is_at_border = false;  // it has parents that are not there
};

class CommitReader {
 public:
  // `shallow`: sorted (Repository::shallow). `source` must outlive it.
  CommitReader(const ObjectSource& source, HashKind hash,
               std::span<const ObjectId> shallow)
      : source_(source),
        hash_(hash),
        shallow_(shallow.begin(), shallow.end()) {}

  // There as long as this is. nullptr: it cannot be read, or is no commit.
  const CommitNode* find(const ObjectId& id);

  // Why it cannot be read. REQUIRES: find() gave nullptr.
  LostObject why_lost(const ObjectId& id) const;

 private:
  struct Known {
    std::optional<CommitNode> node;
    std::string reason;  // why there is none
  };
  Known read(const ObjectId& id) const;

  const ObjectSource& source_;
  HashKind hash_;
  std::vector<ObjectId> shallow_;
  std::map<ObjectId, Known> known_;
};

}  // namespace patrol

// A path without its text: at each tree on the way, which entry to take. That
// is how a record of an audit keeps paths (audit_record.h), since a name in one
// may be nobody's business, or a secret.
//
//   root      0 README            {1, 0}  is  src/main.c
//             1 src ----> 0 main.c
//                         1 util.c
//
// Entries count as changes/tree_listing.h has them. The way ends at a blob that
// is known, so that trees which name an entry twice lead to the right one, and
// a way through other trees than it was made for is found out. It goes by what
// objects are and not by what modes say. It does not lead below a gitlink, nor
// by a name with a slash in it.
//
// Costs a look at the names of each tree on the way. Trees are kept from one
// question to the next (changes/trees.h): places of one commit have most of
// them in common.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/changes/trees.h"
#include "scanner/core/result.h"
#include "scanner/git/object_id.h"
#include "scanner/packs/object_source.h"

namespace patrol {

// Not for several threads.
class TreePaths {
 public:
  // `source` must outlive it. It is asked for other objects than trees where a
  // path leads through them.
  TreePaths(const ObjectSource& source, HashKind hash) : trees_(source, hash) {}

  // The way from the tree `root` to `blob`, by the names of `path`, which have
  // a slash between them. Error: there is none, or a tree cannot be read. Of
  // several ways one, always the same.
  Result<std::vector<std::uint32_t>> ordinals_of(const ObjectId& root,
                                                 std::string_view path,
                                                 const ObjectId& blob);

  // And back. Error: a tree on the way has no such entry, is none or cannot be
  // read, or the way ends at another object than `blob`.
  Result<std::string> path_of(const ObjectId& root,
                              std::span<const std::uint32_t> ordinals,
                              const ObjectId& blob);

 private:
  struct Way {
    ObjectId end;
    std::vector<std::uint32_t> ordinals;
  };

  std::vector<Way> step(const std::vector<Way>& ways, std::string_view name);

  Trees trees_;
};

}  // namespace patrol

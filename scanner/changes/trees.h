// Trees by their ids, taken apart: what changes between commits, and what a
// path leads to, is told from the same few.
//
//   find(root, "src/changes/tree_listing.h")
//     root  -> "src"      a folder
//       src -> "git"      a folder
//         git -> "tree.h" a blob: found
//
// Those that were asked for last are kept: the trees of a commit are nearly all
// those of the commit before it. What cannot be read counts as empty, and is
// lost(): on the newer side something is missed then, on the older side
// everything looks new.
//
// Not for several threads.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "scanner/changes/tree_listing.h"
#include "scanner/git/object_id.h"
#include "scanner/packs/object_source.h"

namespace patrol {

// Bytes of trees that are kept. A large folder has 100 KB, and git's own
// history keeps some 20 trees of a commit in 30 KB.
inline constexpr std::size_t kMostKeptTrees = std::size_t{32} << 20;

class Trees {
 public:
  // `source` must outlive it.
  Trees(const ObjectSource& source, HashKind hash);

  // Never null, and there as long as it is held.
  std::shared_ptr<const TreeListing> read(const ObjectId& id);

  // The blob at `path`, from a tree downwards. nullopt: something else is
  // there, or nothing.
  std::optional<ObjectId> find_blob(const ObjectId& root,
                                    std::string_view path);

  // Each tree that was asked for and could not be had whole, sorted.
  std::vector<LostObject> lost() const;

 private:
  std::shared_ptr<const TreeListing> read_new(const ObjectId& id);
  std::shared_ptr<const TreeListing> lose(const ObjectId& id,
                                          const char* reason);

  const ObjectSource& source_;
  HashKind hash_;
  ObjectId empty_;  // git knows this tree where no object is
  std::shared_ptr<const TreeListing> nothing_ =
      std::make_shared<const TreeListing>();
  std::map<ObjectId, std::shared_ptr<const TreeListing>> kept_;
  std::size_t kept_bytes_ = 0;
  std::map<ObjectId, std::string> lost_;
};

}  // namespace patrol

// Which folders of the index are trees that exist already: the extension
// "TREE", which git keeps so that `git commit` writes only what changed.
//
//   ""      -1 entries, 2 subfolders      something in it was staged
//     doc   300 entries, tree 3b18e5...   as it was read from a commit
//     src   -1 entries, 1 subfolder
//       lib 40 entries, tree 77c0a2...
//
// A folder whose tree HEAD has, too, need not be looked at: five staged files
// among 4,800 are five folders to compare, not two hundred.
//
// It is git's own note of what it did, and believed as git believes it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/git/object_id.h"

namespace patrol {

struct CachedFolder {
  std::string name;  // one part of a path; "": the root
  // nullopt: something in it changed since its tree was known.
  std::optional<std::uint32_t> entries;  // of the index that are in it
  ObjectId tree;                         // if there are `entries`
  std::size_t end = 0;                   // of what is below it
};

// Immutable; threads may share it.
class CacheTree {
 public:
  // Of an index without one: nothing is known.
  CacheTree() = default;

  // What cannot be read is not known: then everything is looked at.
  static CacheTree parse(std::string_view extension, HashKind hash);

  // nullptr: nothing is known.
  const CachedFolder* root() const {
    return folders_.empty() ? nullptr : folders_.data();
  }

  // The folders right below `folder`, by name.
  std::vector<const CachedFolder*> below(const CachedFolder& folder) const;

 private:
  std::vector<CachedFolder> folders_;  // each before what is below it
};

}  // namespace patrol

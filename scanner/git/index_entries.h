// All that the index says is staged: paths, modes, ids and stages, whatever
// form the index has.
//
//   whole    entry ...
//   split    sharedindex.3b18e5...   entry 0   entry 1   entry 2   entry 3
//            index                   as it is  replaced  deleted   as it is
//                                    and others that are added
//   sparse   an entry that ends with '/' stands for a folder, as a tree: it is
//            left as it is, for most such folders are nobody's business
//
// What git would ignore is not read here either: the checksum, stat data, and
// flags that are about the work tree (assume-valid, skip-worktree).
//
// Costs 1 ms for git's own 4,800 files.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/core/result.h"
#include "scanner/git/cache_tree.h"
#include "scanner/git/index_file.h"
#include "scanner/git/object_id.h"
#include "scanner/git/repository.h"

namespace patrol {

struct IndexEntry {
  ObjectId id;
  std::uint32_t mode = 0;
  std::uint32_t path_begin = 0;
  std::uint32_t path_size = 0;
  std::uint8_t stage = 0;  // of a conflict: 1 base, 2 ours, 3 theirs
  bool is_intent_to_add = false;

  bool is_tree() const { return (mode & kTypeOfMode) == kTreeMode; }
  bool is_gitlink() const { return (mode & kTypeOfMode) == kGitlinkMode; }
};

// Immutable once read; threads may share it.
class IndexEntries {
 public:
  // Of a repository without an index: nothing is staged.
  IndexEntries() = default;

  // The index that `repository` names, and the other half of a split one.
  // Error: it is corrupt, or of a form that is not known.
  static Result<IndexEntries> read(const Repository& repository);

  // The other half that the index `file` asks for. nullopt: it is whole.
  static Result<std::optional<ObjectId>> shared_index(std::string_view file,
                                                      HashKind hash);

  // `shared` is that other half, or nothing. Both may be freed afterwards.
  static Result<IndexEntries> parse(std::string_view file,
                                    std::string_view shared, HashKind hash);

  // By path, then by stage; no two are the same in both.
  std::size_t size() const { return entries_.size(); }
  const IndexEntry& operator[](std::size_t i) const { return entries_[i]; }

  // Relative to the work tree's root. That of a folder of a sparse index, and
  // no other, ends with '/'.
  std::string_view path(std::size_t i) const { return path(entries_[i]); }

  const CacheTree& cache_tree() const { return cache_tree_; }

 private:
  std::string_view path(const IndexEntry& entry) const {
    return std::string_view(paths_).substr(entry.path_begin, entry.path_size);
  }
  Result<std::vector<IndexEntry>> take_entries(IndexFileReader& reader);
  Result<void> merge(std::string_view split, std::vector<IndexEntry> base,
                     std::vector<IndexEntry> own, HashKind hash);
  Result<void> check() const;

  std::string paths_;
  std::vector<IndexEntry> entries_;
  CacheTree cache_tree_;
};

}  // namespace patrol

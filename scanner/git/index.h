// The paths that git tracks, read from the index file (.git/index).
//
// libgit2 reads an index too, but computes its SHA-1 and allocates each entry:
// 130 ms for the 78,000 files of the Linux tree, as much as scanning a third
// of them. What patrol wants is the sorted list of paths, and that takes 3 ms.
// git itself does not check the SHA-1 when it reads an index either; a path
// that is wrong here is a file that is read although git ignores it, or one
// that is not in the work tree.
//
// What it cannot read, because paths are then elsewhere: a split index ("link")
// and a sparse one ("sdir"). Both are errors, and the caller reads more files
// than it had to.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/core/result.h"
#include "scanner/git/index_file.h"

namespace patrol {

// Entries [begin, end) of an index.
struct IndexRange {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool empty() const { return begin == end; }
};

// Immutable once parsed, so threads may share it. Holds the paths in one block
// of memory and four bytes for each.
class Index {
 public:
  // Of a repository without an index: nothing is tracked.
  Index() = default;

  // `file` is a whole index file with object ids of 20 bytes (SHA-1), and may
  // be freed afterwards. A path that stands there several times (a merge in
  // conflict) is one entry.
  static Result<Index> parse(std::string_view file);

  std::size_t size() const { return ends_.size(); }
  IndexRange all() const { return {0, size()}; }

  // Relative to the work tree's root, '/' between parts. A submodule is one
  // entry, the path of its folder.
  std::string_view path(std::size_t entry) const {
    const std::size_t begin = entry == 0 ? 0 : ends_[entry - 1];
    return std::string_view(paths_).substr(begin, ends_[entry] - begin);
  }

  // The entries of `within` that start with `prefix` + `rest`.
  // REQUIRES: all of `within` start with a prefix of prefix.size() bytes,
  // which is not compared again.
  IndexRange starting_with(IndexRange within, std::size_t prefix,
                           std::string_view rest) const;

  // Whether `rest` is, after the prefix, one of them. REQUIRES: as above.
  bool contains(IndexRange within, std::size_t prefix,
                std::string_view rest) const;

 private:
  bool append(std::string_view path, std::size_t& last);
  std::size_t lower_bound(IndexRange within, std::size_t prefix,
                          std::string_view rest) const;

  std::string paths_;                // one after another, sorted
  std::vector<std::uint32_t> ends_;  // of path i in paths_; it begins where
                                     // path i - 1 ends
};

}  // namespace patrol

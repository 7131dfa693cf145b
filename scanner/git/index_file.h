// The index file (.git/index), taken apart from the front.
//
// The format (git's Documentation/gitformat-index.txt), versions 2 to 4:
//
//   "DIRC" version count | entry ... | extension ... | checksum
//   entry: 40 bytes of stat data, object id, flags, path
//          2, 3: padded with NULs to a multiple of 8
//          4:    how much of the last path to drop, what to add, NUL
//
// The checksum is not computed: git does not either when it reads an index.
// What the entries mean together is for those to say who read them: index.h
// wants the paths, index_entries.h everything.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "scanner/core/result.h"
#include "scanner/git/object_id.h"

namespace patrol {

// Of an index and of trees.
inline constexpr std::uint32_t kTypeOfMode = 0170000;
inline constexpr std::uint32_t kTreeMode = 0040000;
inline constexpr std::uint32_t kGitlinkMode = 0160000;

struct IndexFileEntry {
  std::uint32_t mode = 0;
  std::string_view raw_id;        // 20 or 32 bytes
  unsigned stage = 0;             // of a conflict: 1 base, 2 ours, 3 theirs
  bool is_intent_to_add = false;  // of `git add -N`: nothing is staged yet
  // Relative to the work tree's root. Empty in half an index ("link") alone.
  // Of a folder that a sparse index does not unfold it ends with '/'.
  std::string_view path;
};

struct IndexExtensions {
  std::string_view cache_tree;  // "TREE"; empty: none
  std::string_view split;       // "link"; empty: the index is whole
  bool is_sparse = false;       // "sdir": some entries stand for folders
};

// Views lead into the file, and those of paths are valid until the next call.
class IndexFileReader {
 public:
  // Error: it is no index, or of a version that is not known.
  static Result<IndexFileReader> open(std::string_view file, HashKind hash);

  std::uint32_t count() const { return count_; }

  // REQUIRES: called at most count() times. Every step checks the bytes that
  // it takes; errors end the reading.
  Result<IndexFileEntry> next();

  // REQUIRES: called once, after the last entry. Error: they are cut off, or
  // one must be understood that is not known.
  Result<IndexExtensions> extensions();

 private:
  IndexFileReader(std::string_view rest, std::size_t size_of_id)
      : rest_(rest), id_size_(size_of_id) {}

  Result<std::string_view> take_path();
  bool take_kept(std::size_t& kept);
  Result<void> take_padding(std::size_t whole);

  std::string_view rest_;  // what was not taken yet, without the checksum
  std::size_t id_size_;
  std::uint32_t version_ = 0;
  std::uint32_t count_ = 0;
  std::string path_;  // version 4: of the last entry
};

Error corrupt_index(const char* what);

}  // namespace patrol

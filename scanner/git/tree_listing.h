// One folder of a commit, as a tree object lists it:
//
//   100644 README NUL <id>    a blob: a file, or a symbolic link's target
//   40000 src NUL <id>        a tree
//   160000 vendor NUL <id>    a gitlink: a commit of another repository
//
// git keeps entries in an order of its own, in which a folder's name ends with
// '/', so that a file "a" and a folder "a" stand at different places:
//
//   a.c  <  a/  <  a0         and  a  <  a.c
//
// A tree may hold anything, though: entries in no order, a name twice, a name
// with a '/' in it. Here they are always in order and all there; what cannot be
// read stands after what can, and is told.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/git/object_id.h"

namespace patrol {

enum class TreeItemKind : std::uint8_t { kBlob, kFolder, kGitlink };

// Whatever git does not know counts as a file: better read than lost.
TreeItemKind kind_of_mode(std::uint32_t mode);

struct TreeItem {
  std::uint32_t mode = 0;  // as the tree says: 0100644
  std::string_view name;   // not empty; in the tree's bytes
  ObjectId id;

  TreeItemKind kind() const { return kind_of_mode(mode); }
};

// Where entries stand: by name, folders as if theirs ended with '/'. Equal for
// those that are the same place, whatever is there.
std::strong_ordering compare_places(const TreeItem& a, const TreeItem& b);

class TreeListing {
 public:
  TreeListing() = default;  // an empty one
  TreeListing(std::string bytes, HashKind hash);
  TreeListing(const TreeListing&) = delete;  // items() lead into its bytes
  TreeListing& operator=(const TreeListing&) = delete;

  // In order of their places; of those at the same place, as they stand.
  std::span<const TreeItem> items() const { return items_; }

  // The end of the bytes is no entry. What was before stands.
  bool is_damaged() const { return is_damaged_; }

  // The first of that name and kind. nullptr: there is none. A gitlink is no
  // blob.
  const TreeItem* find(std::string_view name, TreeItemKind kind) const;

  // Of memory, about.
  std::size_t size() const {
    return bytes_.size() + items_.size() * sizeof(TreeItem);
  }

 private:
  std::string bytes_;
  std::vector<TreeItem> items_;
  bool is_damaged_ = false;
};

}  // namespace patrol

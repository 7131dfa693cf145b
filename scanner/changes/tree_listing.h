// One folder of a commit, in order, so that several can be gone through side by
// side and names can be looked for.
//
// git keeps entries in an order of its own, in which a folder's name ends with
// '/', so that a file "a" and a folder "a" stand at different places:
//
//   a.c  <  a/  <  a0         and  a  <  a.c
//
// A tree may hold them in any order, though, and a name twice. Here they are
// always in order and all there.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/git/object_id.h"
#include "scanner/git/tree_object.h"

namespace patrol {

enum class TreeItemKind : std::uint8_t { kBlob, kFolder, kGitlink };

// Whatever git does not know counts as a file: better read than lost.
TreeItemKind kind_of_mode(std::uint32_t mode);

inline TreeItemKind kind_of(const TreeItem& item) {
  return kind_of_mode(item.mode);
}

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

  // The bytes are no tree. Then there are no items.
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

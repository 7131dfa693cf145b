#include "scanner/changes/tree_listing.h"

#include <algorithm>
#include <utility>

#include "scanner/git/index_file.h"

namespace patrol {
namespace {

bool is_folder(const TreeItem& item) {
  return kind_of(item) == TreeItemKind::kFolder;
}

// What stands at `at` of the name with a folder's '/'; 0, which is in no name:
// it has ended.
unsigned char byte_at(const TreeItem& item, std::size_t at) {
  if (at < item.name.size()) return static_cast<unsigned char>(item.name[at]);
  return at == item.name.size() && is_folder(item) ? '/' : '\0';
}

bool is_before(const TreeItem& a, const TreeItem& b) {
  return compare_places(a, b) < 0;
}

}  // namespace

TreeItemKind kind_of_mode(std::uint32_t mode) {
  const std::uint32_t kind = mode & kTypeOfMode;
  if (kind == kTreeMode) return TreeItemKind::kFolder;
  if (kind == kGitlinkMode) return TreeItemKind::kGitlink;
  return TreeItemKind::kBlob;
}

std::strong_ordering compare_places(const TreeItem& a, const TreeItem& b) {
  const std::size_t both = std::min(a.name.size(), b.name.size());
  const int order = a.name.substr(0, both).compare(b.name.substr(0, both));
  if (order != 0) return order <=> 0;
  const std::size_t end = std::max(a.name.size(), b.name.size());
  for (std::size_t at = both; at <= end; ++at) {
    const auto byte = byte_at(a, at) <=> byte_at(b, at);
    if (byte != 0) return byte;
  }
  return std::strong_ordering::equal;
}

TreeListing::TreeListing(std::string bytes, HashKind hash)
    : bytes_(std::move(bytes)) {
  auto parsed = parse_tree(bytes_, hash);
  is_damaged_ = !parsed;
  if (parsed) items_ = *std::move(parsed);
  if (!std::is_sorted(items_.begin(), items_.end(), is_before)) {
    std::stable_sort(items_.begin(), items_.end(), is_before);
  }
}

const TreeItem* TreeListing::find(std::string_view name,
                                  TreeItemKind kind) const {
  TreeItem sought;
  sought.name = name;
  if (kind == TreeItemKind::kFolder) sought.mode = kTreeMode;
  const auto [first, last] =
      std::equal_range(items_.begin(), items_.end(), sought, is_before);
  const auto found = std::find_if(first, last, [kind](const TreeItem& item) {
    return kind_of(item) == kind;
  });
  return found == last ? nullptr : &*found;
}

}  // namespace patrol

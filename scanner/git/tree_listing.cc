#include "scanner/git/tree_listing.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace patrol {
namespace {

// What git tells apart in a mode (man 7 inode).
constexpr std::uint32_t kKindOfMode = 0170000;
constexpr std::uint32_t kFolderMode = 0040000;
constexpr std::uint32_t kGitlinkMode = 0160000;
constexpr std::size_t kMostDigits = 7;

bool is_folder(const TreeItem& item) {
  return item.kind() == TreeItemKind::kFolder;
}

// "100644". nullopt: that is no mode.
std::optional<std::uint32_t> mode_of(std::string_view text) {
  if (text.empty() || text.size() > kMostDigits) return std::nullopt;
  std::uint32_t mode = 0;
  for (const char c : text) {
    if (c < '0' || c > '7') return std::nullopt;
    mode = mode << 3 | static_cast<std::uint32_t>(c - '0');
  }
  return mode;
}

// The entry that `rest` begins with, and takes it. nullopt: there is none.
std::optional<TreeItem> take_item(std::string_view& rest,
                                  std::size_t id_bytes) {
  const std::size_t space = rest.substr(0, kMostDigits + 1).find(' ');
  if (space == rest.npos) return std::nullopt;
  const auto mode = mode_of(rest.substr(0, space));
  const std::size_t end = rest.find('\0', space);
  if (!mode || end == rest.npos || end == space + 1) return std::nullopt;
  if (rest.size() - end - 1 < id_bytes) return std::nullopt;
  TreeItem item;
  item.mode = *mode;
  item.name = rest.substr(space + 1, end - space - 1);
  item.id = ObjectId::from_raw(rest.substr(end + 1, id_bytes));
  rest.remove_prefix(end + 1 + id_bytes);
  return item;
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
  const std::uint32_t kind = mode & kKindOfMode;
  if (kind == kFolderMode) return TreeItemKind::kFolder;
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
  return is_folder(a) <=> is_folder(b);  // a folder "a", a file "a/"
}

TreeListing::TreeListing(std::string bytes, HashKind hash)
    : bytes_(std::move(bytes)) {
  std::string_view rest = bytes_;
  while (const auto item = take_item(rest, id_size(hash))) {
    items_.push_back(*item);
  }
  is_damaged_ = !rest.empty();
  if (!std::is_sorted(items_.begin(), items_.end(), is_before)) {
    std::stable_sort(items_.begin(), items_.end(), is_before);
  }
}

const TreeItem* TreeListing::find(std::string_view name,
                                  TreeItemKind kind) const {
  TreeItem sought;
  sought.name = name;
  if (kind == TreeItemKind::kFolder) sought.mode = kFolderMode;
  const auto [first, last] =
      std::equal_range(items_.begin(), items_.end(), sought, is_before);
  const auto found = std::find_if(first, last, [kind](const TreeItem& item) {
    return item.kind() == kind;
  });
  return found == last ? nullptr : &*found;
}

}  // namespace patrol

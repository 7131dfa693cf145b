#include "scanner/git/tree_object.h"

#include <optional>

namespace patrol {
namespace {

constexpr std::size_t kLongestMode = 7;

// Octal digits up to a blank, which is taken, too.
std::optional<std::uint32_t> take_mode(std::string_view& rest) {
  std::uint32_t mode = 0;
  for (std::size_t i = 0; i < rest.size() && i <= kLongestMode; ++i) {
    const char c = rest[i];
    if (c == ' ' && i > 0) {
      rest.remove_prefix(i + 1);
      return mode;
    }
    if (c < '0' || c > '7') return std::nullopt;
    mode = mode * 8 + static_cast<std::uint32_t>(c - '0');
  }
  return std::nullopt;
}

}  // namespace

Result<std::vector<TreeItem>> parse_tree(std::string_view bytes,
                                         HashKind hash) {
  const Error corrupt{"the tree is corrupt"};
  std::vector<TreeItem> items;
  while (!bytes.empty()) {
    TreeItem item;
    const auto mode = take_mode(bytes);
    const std::size_t end = bytes.find('\0');
    if (!mode || end == bytes.npos || end == 0 ||
        bytes.size() - end - 1 < id_size(hash)) {
      return corrupt;
    }
    item.mode = *mode;
    item.name = bytes.substr(0, end);
    if (item.name.find('/') != item.name.npos) return corrupt;
    item.id = ObjectId::from_raw(bytes.substr(end + 1, id_size(hash)));
    bytes.remove_prefix(end + 1 + id_size(hash));
    items.push_back(item);
  }
  return items;
}

}  // namespace patrol

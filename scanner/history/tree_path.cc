#include "scanner/history/tree_path.h"

#include <algorithm>
#include <set>
#include <utility>

#include "scanner/changes/tree_listing.h"

namespace patrol {
namespace {

bool is_gitlink(const TreeItem& item) {
  return kind_of(item) == TreeItemKind::kGitlink;
}

}  // namespace

// All ways that go on by `name`. Of those that meet in one object the first,
// so that trees with a name twice in each do not make them double at each step.
std::vector<TreePaths::Way> TreePaths::step(const std::vector<Way>& ways,
                                            std::string_view name) {
  std::vector<Way> out;
  std::set<ObjectId> ends;
  for (const Way& way : ways) {
    const auto tree = trees_.read(way.end);
    for (std::uint32_t ordinal = 0; const TreeItem& item : tree->items()) {
      const std::uint32_t at = ordinal++;
      if (item.name != name || is_gitlink(item)) continue;
      if (!ends.insert(item.id).second) continue;
      out.push_back({item.id, way.ordinals});
      out.back().ordinals.push_back(at);
    }
  }
  return out;
}

Result<std::vector<std::uint32_t>> TreePaths::ordinals_of(
    const ObjectId& root, std::string_view path, const ObjectId& blob) {
  std::vector<Way> ways = {{root, {}}};
  for (bool is_last = false; !is_last;) {
    const std::size_t slash = path.find('/');
    is_last = slash == path.npos;
    ways = step(ways, path.substr(0, slash));
    if (!is_last) path.remove_prefix(slash + 1);
  }
  const auto way = std::ranges::find(ways, blob, &Way::end);
  if (way == ways.end()) return Error{"no such path leads to that blob"};
  return std::move(way->ordinals);
}

Result<std::string> TreePaths::path_of(const ObjectId& root,
                                       std::span<const std::uint32_t> ordinals,
                                       const ObjectId& blob) {
  std::string path;
  ObjectId at = root;
  for (const std::uint32_t ordinal : ordinals) {
    const auto tree = trees_.read(at);
    if (ordinal >= tree->items().size()) return Error{"there is no such entry"};
    const TreeItem& item = tree->items()[ordinal];
    if (is_gitlink(item)) return Error{"it is a submodule"};
    if (item.name.find('/') != item.name.npos) return Error{"it is no name"};
    if (!path.empty()) path += '/';
    path += item.name;
    at = item.id;
  }
  if (ordinals.empty() || at != blob) return Error{"it is another object"};
  return path;
}

}  // namespace patrol

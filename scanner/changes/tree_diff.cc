#include "scanner/changes/tree_diff.h"

#include <algorithm>
#include <utility>

namespace patrol {
namespace {

using Group = std::span<const TreeItem>;

bool is_same(const TreeItem& a, const TreeItem& b) {
  return a.mode == b.mode && a.id == b.id;
}

// The place that comes first of those that are left. REQUIRES: one is left.
const TreeItem& first_place(const std::vector<Group>& left) {
  const TreeItem* first = nullptr;
  for (const Group& items : left) {
    if (items.empty()) continue;
    if (first == nullptr || compare_places(items.front(), *first) < 0) {
      first = &items.front();
    }
  }
  return *first;
}

// What of `left` is at `place`, and takes it.
Group take_place(Group& left, const TreeItem& place) {
  std::size_t size = 0;
  while (size < left.size() && compare_places(left[size], place) == 0) ++size;
  const Group taken = left.first(size);
  left = left.subspan(size);
  return taken;
}

// Whether a tree that has `group` has `now` (nullptr: nothing) at that place.
bool has(const Group& group, const TreeItem* now) {
  if (now == nullptr) return group.empty();
  return std::any_of(group.begin(), group.end(), [now](const TreeItem& item) {
    return is_same(item, *now);
  });
}

const TreeItem* first_of(const Group& group) {
  return group.empty() ? nullptr : &group.front();
}

// What stands for a place: a name, a kind. REQUIRES: one is not null.
const TreeItem& any_of_them(const std::vector<const TreeItem*>& items) {
  return **std::find_if(items.begin(), items.end(),
                        [](const TreeItem* item) { return item != nullptr; });
}

}  // namespace

void TreeDiff::run(const std::optional<ObjectId>& now,
                   std::span<const ObjectId> before, const Take& take) {
  if (!now && before.empty()) return;
  if (now && std::find(before.begin(), before.end(), *now) != before.end()) {
    return;
  }
  std::vector<TreePtr> trees = {now ? trees_.read(*now)
                                    : std::make_shared<const TreeListing>()};
  for (const ObjectId& id : before) trees.push_back(trees_.read(id));
  compare({now ? *now : before.front(), "", 0}, trees, take);
}

// trees: now, and before.
void TreeDiff::compare(const Folder& folder, const std::vector<TreePtr>& trees,
                       const Take& take) {
  std::vector<Group> left;
  std::size_t count = 0;
  std::size_t size = 0;
  for (const TreePtr& tree : trees) {
    left.push_back(tree->items());
    count += tree->items().size();
    size += tree->size();
  }
  entries_ += count;
  bytes_ += size;  // while they are held
  std::vector<Group> groups(trees.size());
  while (count > 0 && !stop_.load() && !is_out_of_bounds(folder)) {
    const TreeItem place = first_place(left);
    for (std::size_t i = 0; i < left.size(); ++i) {
      groups[i] = take_place(left[i], place);
      count -= groups[i].size();
    }
    compare_place(folder, groups, take);
  }
  bytes_ -= size;
}

bool TreeDiff::is_out_of_bounds(const Folder& folder) {
  is_spent_ |= entries_ > limits_.entries || bytes_ > limits_.bytes;
  const bool is_too_deep = folder.depth > limits_.depth;
  if ((is_spent_ || is_too_deep) && lost_.size() < kMostLost) {
    lost_.push_back({folder.id, is_spent_
                                    ? "limit: too many files are changed"
                                    : "limit: folders are nested too deep"});
  }
  return is_spent_ || is_too_deep;
}

void TreeDiff::compare_place(const Folder& folder,
                             const std::vector<Group>& groups,
                             const Take& take) {
  if (groups[0].empty()) compare_item(folder, nullptr, groups, take);
  for (const TreeItem& now : groups[0]) {
    compare_item(folder, &now, groups, take);
  }
}

void TreeDiff::compare_item(const Folder& folder, const TreeItem* now,
                            const std::vector<Group>& groups,
                            const Take& take) {
  std::vector<const TreeItem*> items = {now};
  for (std::size_t i = 1; i < groups.size(); ++i) {
    if (has(groups[i], now)) return;
    items.push_back(first_of(groups[i]));
  }
  if (kind_of(any_of_them(items)) == TreeItemKind::kFolder) {
    go_into(folder, items, take);
  } else {
    give(folder, items, take);
  }
}

void TreeDiff::go_into(const Folder& folder,
                       const std::vector<const TreeItem*>& items,
                       const Take& take) {
  const TreeItem& any = any_of_them(items);
  bytes_ += folder.path.size() + any.name.size();
  const Folder inner{any.id, folder.path + std::string(any.name) + "/",
                     folder.depth + 1};
  if (is_out_of_bounds(inner)) return;
  std::vector<TreePtr> trees;
  trees.reserve(items.size());
  for (const TreeItem* item : items) trees.push_back(read(item));
  compare(inner, trees, take);
  bytes_ -= folder.path.size() + any.name.size();
}

void TreeDiff::give(const Folder& folder,
                    const std::vector<const TreeItem*>& items,
                    const Take& take) {
  PathChange change;
  change.path = folder.path + std::string(any_of_them(items).name);
  std::vector<PathEntry> entries;
  entries.reserve(items.size());
  for (const TreeItem* item : items) {
    entries.push_back(item == nullptr ? PathEntry{}
                                      : PathEntry{item->mode, item->id});
  }
  change.now = entries.front();
  change.before.assign(entries.begin() + 1, entries.end());
  bytes_ += sizeof change + change.path.size() +
            change.before.size() * sizeof(PathEntry);
  take(std::move(change));
}

TreeDiff::TreePtr TreeDiff::read(const TreeItem* item) {
  return item == nullptr ? std::make_shared<const TreeListing>()
                         : trees_.read(item->id);
}

}  // namespace patrol

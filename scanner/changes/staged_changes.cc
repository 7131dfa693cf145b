#include "scanner/changes/staged_changes.h"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <set>
#include <string_view>
#include <utility>

#include "scanner/changes/merge_heads.h"
#include "scanner/git/commit.h"
#include "scanner/git/index_entries.h"
#include "scanner/git/refs.h"
#include "scanner/git/tree_object.h"
#include "scanner/packs/object_walk.h"
#include "scanner/packs/stored_source.h"

namespace patrol {
namespace {

// Folders in folders; a path of the system has 2,048 of them at most.
constexpr std::size_t kDeepestFolder = 2048;

// Files that folders of a sparse index unfold to: a small tree that holds
// itself many times over, twenty deep, must not fill the memory.
constexpr std::size_t kMostUnfolded = 1'000'000;

bool is_tree(std::uint32_t mode) { return (mode & kTypeOfMode) == kTreeMode; }
bool is_gitlink(std::uint32_t mode) {
  return (mode & kTypeOfMode) == kGitlinkMode;
}

Result<std::string> read_kind(const ObjectLookup& objects, const ObjectId& id,
                              ObjectKind kind) {
  Result<Object> object = objects.read(id, kMostInMemory);
  if (!object) return object.error();
  if (object->kind != kind) return Error{"an object of another kind"};
  return std::move(object->bytes);
}

// nullopt: HEAD has no commit yet.
Result<std::optional<ObjectId>> head_tree(const Repository& repository,
                                          const ObjectLookup& objects) {
  const auto id = read_head(repository);
  if (!id) return id.error();
  if (!*id) return std::optional<ObjectId>();
  const auto bytes = read_kind(objects, **id, ObjectKind::kCommit);
  if (!bytes) return bytes.error();
  const auto commit = parse_commit(*bytes, objects.hash());
  if (!commit) return commit.error();
  return std::optional(commit->tree);
}

// One folder of HEAD, and which of its items the index was found to have.
class HeadFolder {
 public:
  HeadFolder() = default;

  static Result<HeadFolder> read(const ObjectLookup& objects,
                                 const ObjectId& tree) {
    HeadFolder folder;
    auto bytes = read_kind(objects, tree, ObjectKind::kTree);
    if (!bytes) return bytes.error();
    folder.bytes_ = std::make_unique<std::string>(*std::move(bytes));
    auto items = parse_tree(*folder.bytes_, objects.hash());
    if (!items) return items.error();
    folder.items_ = *std::move(items);
    std::ranges::sort(folder.items_, {}, &TreeItem::name);
    folder.is_met_.resize(folder.items_.size());
    return folder;
  }

  // nullptr: HEAD has nothing of that name. Notes that it was asked for.
  const TreeItem* meet(std::string_view name) {
    const auto at = std::ranges::lower_bound(items_, name, {}, &TreeItem::name);
    if (at == items_.end() || at->name != name) return nullptr;
    is_met_[static_cast<std::size_t>(at - items_.begin())] = true;
    return &*at;
  }

  // Calls `take` with what was not asked for.
  template <typename Take>
  void for_each_unmet(const Take& take) const {
    for (std::size_t i = 0; i < items_.size(); ++i) {
      if (!is_met_[i]) take(items_[i]);
    }
  }

 private:
  std::unique_ptr<std::string> bytes_;  // names lead into it
  std::vector<TreeItem> items_;         // by name
  std::vector<bool> is_met_;
};

// The tree that `item` is, if it is one.
std::optional<ObjectId> tree_of(const TreeItem* item) {
  if (item == nullptr || !is_tree(item->mode)) return std::nullopt;
  return item->id;
}

class Comparison {
 public:
  Comparison(const IndexEntries& index, const ObjectLookup& objects)
      : index_(index), objects_(objects), is_changed_(index.size()) {}

  StagedChanges compare(const std::optional<ObjectId>& head) {
    compare_folder({0, index_.size()}, "", index_.cache_tree().root(), head, 0);
    find_elsewhere();
    return std::move(changes_);
  }

  void warn(std::string warning) {
    changes_.warnings.push_back(std::move(warning));
  }

 private:
  struct Range {  // entries [begin, end) of the index
    std::size_t begin;
    std::size_t end;
  };

  void compare_folder(Range range, const std::string& prefix,
                      const CachedFolder* cached,
                      const std::optional<ObjectId>& head, std::size_t depth);
  std::size_t compare_subfolder(std::size_t begin, std::size_t end,
                                const std::string& path, HeadFolder& folder,
                                std::string_view name,
                                const CachedFolder* cached, std::size_t depth);
  std::size_t compare_file(std::size_t begin, std::size_t end,
                           const TreeItem* head);
  void compare_trees(const ObjectId& tree, const std::optional<ObjectId>& head,
                     const std::string& prefix, std::size_t depth);
  void compare_item(const TreeItem& item, const TreeItem* head,
                    const std::string& path, std::size_t depth);
  bool compare_contents(std::string_view path, std::uint32_t mode,
                        const ObjectId& id, const TreeItem* head);
  HeadFolder head_folder(const std::optional<ObjectId>& tree,
                         const std::string& prefix);
  void note_gone(const HeadFolder& folder);
  void find_elsewhere();
  void list_gone_trees();
  void unread(const std::string& path, std::string reason) {
    changes_.unread.push_back({path, std::move(reason)});
  }

  const IndexEntries& index_;
  const ObjectLookup& objects_;
  StagedChanges changes_;
  std::vector<bool> is_changed_;  // entries of the index
  std::size_t unfolded_ = 0;      // items of trees of a sparse index
  std::vector<ObjectId> gone_;    // contents that HEAD has at paths that the
                                  // index has not, or has others at
  std::vector<ObjectId> gone_trees_;
};

HeadFolder Comparison::head_folder(const std::optional<ObjectId>& tree,
                                   const std::string& prefix) {
  if (!tree) return {};
  Result<HeadFolder> folder = HeadFolder::read(objects_, *tree);
  if (folder) return *std::move(folder);
  warn("HEAD's folder /" + prefix + ": " + folder.error().message +
       ": all that is staged in it counts as added");
  return {};
}

void Comparison::compare_folder(Range range, const std::string& prefix,
                                const CachedFolder* cached,
                                const std::optional<ObjectId>& head,
                                std::size_t depth) {
  if (cached != nullptr && head && cached->entries == range.end - range.begin &&
      cached->tree == *head) {
    return;
  }
  if (depth > kDeepestFolder) {
    return unread(prefix, "limit: folders that are too deep");
  }
  HeadFolder folder = head_folder(head, prefix);
  std::vector<const CachedFolder*> below;
  if (cached != nullptr) below = index_.cache_tree().below(*cached);
  for (std::size_t i = range.begin; i < range.end;) {
    const std::string_view rest = index_.path(i).substr(prefix.size());
    const std::size_t slash = rest.find('/');
    if (slash == rest.npos) {
      i = compare_file(i, range.end, folder.meet(rest));
      continue;
    }
    const std::string_view name = rest.substr(0, slash);
    const auto at =
        std::ranges::lower_bound(below, name, {}, &CachedFolder::name);
    const bool is_cached = at != below.end() && (*at)->name == name;
    i = compare_subfolder(i, range.end, prefix + std::string(name) + '/',
                          folder, name, is_cached ? *at : nullptr, depth + 1);
  }
  note_gone(folder);
}

// Returns the end of its entries.
std::size_t Comparison::compare_subfolder(std::size_t begin, std::size_t end,
                                          const std::string& path,
                                          HeadFolder& folder,
                                          std::string_view name,
                                          const CachedFolder* cached,
                                          std::size_t depth) {
  const std::optional<ObjectId> head = tree_of(folder.meet(name));
  if (index_.path(begin) == path) {  // of a sparse index
    is_changed_[begin] = true;       // it is no file
    compare_trees(index_[begin].id, head, path, depth);
    return begin + 1;
  }
  std::size_t past = end;
  for (std::size_t first = begin; first < past;) {
    const std::size_t middle = first + (past - first) / 2;
    if (index_.path(middle).starts_with(path)) {
      first = middle + 1;
    } else {
      past = middle;
    }
  }
  compare_folder({begin, past}, path, cached, head, depth);
  return past;
}

// All stages of one path. Returns the end of its entries.
std::size_t Comparison::compare_file(std::size_t begin, std::size_t end,
                                     const TreeItem* head) {
  const std::string_view path = index_.path(begin);
  std::size_t i = begin;
  for (; i < end && index_.path(i) == path; ++i) {
    const IndexEntry& entry = index_[i];
    is_changed_[i] = entry.is_intent_to_add ||
                     compare_contents(path, entry.mode, entry.id, head);
    auto& blobs = changes_.blobs;
    if (entry.stage != 0 && !blobs.empty() && blobs.back().path == path) {
      blobs.back().is_in_conflict = true;
    }
  }
  return i;
}

// True: HEAD has other contents there, or none.
bool Comparison::compare_contents(std::string_view path, std::uint32_t mode,
                                  const ObjectId& id, const TreeItem* head) {
  if (head != nullptr && is_gitlink(mode) == is_gitlink(head->mode) &&
      !is_tree(head->mode) && head->id == id) {
    return false;
  }
  if (is_gitlink(mode)) {
    auto& submodules = changes_.submodules;
    if (submodules.empty() || submodules.back() != path) {
      submodules.emplace_back(path);
    }
    return true;
  }
  auto& blobs = changes_.blobs;
  for (auto at = blobs.rbegin(); at != blobs.rend() && at->path == path; ++at) {
    if (at->id == id) return true;  // another stage has the same
  }
  StagedBlob blob{.path = std::string(path), .id = id, .before = {}};
  if (head != nullptr && !is_tree(head->mode) && !is_gitlink(head->mode)) {
    blob.before = head->id;
    gone_.push_back(head->id);
  }
  blobs.push_back(std::move(blob));
  return true;
}

// A folder that a sparse index has as a tree.
void Comparison::compare_trees(const ObjectId& tree,
                               const std::optional<ObjectId>& head,
                               const std::string& prefix, std::size_t depth) {
  if (head && tree == *head) return;
  if (depth > kDeepestFolder) {
    return unread(prefix, "limit: folders that are too deep");
  }
  const auto bytes = read_kind(objects_, tree, ObjectKind::kTree);
  if (!bytes) return unread(prefix, bytes.error().message);
  const auto items = parse_tree(*bytes, objects_.hash());
  if (!items) return unread(prefix, items.error().message);
  HeadFolder folder = head_folder(head, prefix);
  for (const TreeItem& item : *items) {
    if (++unfolded_ > kMostUnfolded) {
      return unread(prefix, "limit: more than " +
                                std::to_string(kMostUnfolded) +
                                " files in folders of a sparse index");
    }
    compare_item(item, folder.meet(item.name), prefix + std::string(item.name),
                 depth);
  }
  note_gone(folder);
}

void Comparison::compare_item(const TreeItem& item, const TreeItem* head,
                              const std::string& path, std::size_t depth) {
  if (is_tree(item.mode)) {
    compare_trees(item.id, tree_of(head), path + '/', depth + 1);
  } else {
    compare_contents(path, item.mode, item.id, head);
  }
}

void Comparison::note_gone(const HeadFolder& folder) {
  folder.for_each_unmet([this](const TreeItem& item) {
    if (is_gitlink(item.mode)) return;
    (is_tree(item.mode) ? gone_trees_ : gone_).push_back(item.id);
  });
}

// HEAD's contents are those that are gone, and those that the index has, too.
void Comparison::find_elsewhere() {
  if (changes_.blobs.empty()) return;
  list_gone_trees();
  std::set<ObjectId> staged;
  for (const StagedBlob& blob : changes_.blobs) staged.insert(blob.id);
  std::set<ObjectId> found;
  for (const ObjectId& id : gone_) {
    if (staged.contains(id)) found.insert(id);
  }
  for (std::size_t i = 0; i < index_.size(); ++i) {
    if (!is_changed_[i] && staged.contains(index_[i].id)) {
      found.insert(index_[i].id);
    }
  }
  for (StagedBlob& blob : changes_.blobs) {
    blob.is_elsewhere_in_head = found.contains(blob.id);
  }
}

// Each tree once, however often it occurs. What cannot be read holds nothing.
void Comparison::list_gone_trees() {
  std::set<ObjectId> seen;
  while (!gone_trees_.empty()) {
    const ObjectId id = gone_trees_.back();
    gone_trees_.pop_back();
    if (!seen.insert(id).second) continue;
    const Result<HeadFolder> folder = HeadFolder::read(objects_, id);
    if (folder) note_gone(*folder);
  }
}

}  // namespace

Result<StagedChanges> staged_changes(const Repository& repository,
                                     const ObjectLookup& objects) {
  const auto index = IndexEntries::read(repository);
  if (!index) return index.error();
  Comparison comparison(*index, objects);
  const auto head = head_tree(repository, objects);
  if (!head) {
    comparison.warn("HEAD: " + head.error().message +
                    ": all that is staged counts as added");
  }
  StagedChanges changes = comparison.compare(head ? *head : std::nullopt);
  const StoredSource source(objects);
  MergeHeads sides(repository, source);
  for (StagedBlob& blob : changes.blobs) {
    if (!blob.is_in_conflict) blob.merged = sides.contents_of(blob.path);
  }
  return changes;
}

}  // namespace patrol

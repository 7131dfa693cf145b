#include "scanner/changes/trees.h"

#include <string>
#include <utility>

#include "scanner/core/digest.h"

namespace patrol {
namespace {

ObjectId empty_tree(HashKind hash) {
  constexpr std::string_view kBytes("tree 0\0", 7);
  const auto id = [](const auto& digest) {
    return ObjectId::from_raw(
        {reinterpret_cast<const char*>(digest.data()), digest.size()});
  };
  return hash == HashKind::kSha1 ? id(sha1(kBytes)) : id(sha256(kBytes));
}

}  // namespace

Trees::Trees(const ObjectSource& source, HashKind hash)
    : source_(source), hash_(hash), empty_(empty_tree(hash)) {}

std::shared_ptr<const TreeListing> Trees::read(const ObjectId& id) {
  if (const auto kept = kept_.find(id); kept != kept_.end()) {
    return kept->second;
  }
  auto tree = read_new(id);
  if (kept_bytes_ > kMostKeptTrees) {
    kept_.clear();
    kept_bytes_ = 0;
  }
  kept_bytes_ += tree->size();
  kept_[id] = tree;
  return tree;
}

std::optional<ObjectId> Trees::find_blob(const ObjectId& root,
                                         std::string_view path) {
  ObjectId folder = root;
  while (true) {
    const auto tree = read(folder);
    const std::size_t slash = path.find('/');
    const bool is_last = slash == path.npos;
    const TreeItem* item =
        tree->find(path.substr(0, slash),
                   is_last ? TreeItemKind::kBlob : TreeItemKind::kFolder);
    if (item == nullptr) return std::nullopt;
    if (is_last) return item->id;
    folder = item->id;
    path.remove_prefix(slash + 1);
  }
}

std::vector<LostObject> Trees::lost() const {
  std::vector<LostObject> all;
  for (const auto& [id, reason] : lost_) all.push_back({id, reason});
  return all;
}

std::shared_ptr<const TreeListing> Trees::read_new(const ObjectId& id) {
  if (id == empty_) return nothing_;
  auto object = source_.read(id);
  if (!object) return lose(id, object.error().message.c_str());
  if (object->kind != ObjectKind::kTree) return lose(id, "it is no tree");
  auto tree =
      std::make_shared<const TreeListing>(std::move(object->bytes), hash_);
  if (tree->is_damaged()) lose(id, "the tree is damaged");
  return tree;
}

std::shared_ptr<const TreeListing> Trees::lose(const ObjectId& id,
                                               const char* reason) {
  lost_.emplace(id, reason);
  return nothing_;
}

}  // namespace patrol

#include "scanner/attribution/stray_paths.h"

#include <algorithm>

namespace patrol {

void StrayPaths::look_below(ReducedTrees::Tree tree) {
  is_seen_.resize(trees_->size());
  waiting_.push_back({kRootPath, tree});
  while (!waiting_.empty()) {
    const Folder folder = waiting_.back();
    waiting_.pop_back();
    enter(folder);
  }
}

// Once for each tree: a second way to it leads to the same blobs.
void StrayPaths::enter(const Folder& folder) {
  if (is_seen_[folder.tree]) return;
  is_seen_[folder.tree] = true;
  const auto first = static_cast<std::ptrdiff_t>(waiting_.size());
  const auto look_at = [&](NameRank name, Target target, Target) {
    const bool is_new =
        target.is_tree()
            ? !is_seen_[target.tree()]
            : (*is_stray_)[target.blob()] && path_of_[target.blob()] == kNoPath;
    if (!is_new) return;
    const PathNumber path = paths_->add(folder.path, name);
    if (target.is_blob()) {
      path_of_[target.blob()] = path;
    } else if (path != kNoPath) {
      waiting_.push_back({path, target.tree()});
    }
  };
  trees_->differences(folder.tree, ReducedTrees::kEmpty, look_at);
  std::reverse(waiting_.begin() + first, waiting_.end());
}

}  // namespace patrol

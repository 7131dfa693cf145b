// Paths of wanted blobs that no commit has: below trees that nothing leads to
// any more, as a dropped stash or an amended commit leaves them.
#pragma once

#include <vector>

#include "scanner/attribution/path_table.h"
#include "scanner/attribution/reduced_trees.h"

namespace patrol {

class StrayPaths {
 public:
  // `is_stray`: by WantedNumber. All must outlive it.
  StrayPaths(const ReducedTrees& trees, PathTable& paths,
             const std::vector<bool>& is_stray)
      : trees_(&trees),
        paths_(&paths),
        is_stray_(&is_stray),
        path_of_(is_stray.size(), kNoPath) {}

  // Looks for strays below `tree`.
  void look_below(ReducedTrees::Tree tree);

  // The path that was found first, in the order of names. kNoPath: none was.
  PathNumber path_of(WantedNumber blob) const { return path_of_[blob]; }

 private:
  struct Folder {
    PathNumber path;
    ReducedTrees::Tree tree;
  };
  void enter(const Folder& folder);

  const ReducedTrees* trees_;
  PathTable* paths_;
  const std::vector<bool>* is_stray_;
  std::vector<PathNumber> path_of_;
  std::vector<bool> is_seen_;  // by tree
  std::vector<Folder> waiting_;
};

}  // namespace patrol

// What a tree has otherwise than *all* of some older trees: than those of a
// commit's parents.
//
//   path     now   before[0]  before[1]
//   a        5     4          4           changed: a, 5, before {4, 4}
//   b        6     6          1           not: as in before[0]
//   c        -     7          8           removed: c, none, before {7, 8}
//   d        -     7          -           not: as in before[1], which has none
//
// With one older tree that is the usual difference, with none all of the tree.
// With several it is what a merge brought in by itself, and the same as going
// through all of it path by path: if a folder is the same as in one of the
// older trees, so is all in it. So only folders that differ from each of them
// are read, and a merge costs next to nothing.
//
// A file and a folder are different places even where they have the same name:
// where one replaces the other, one is removed and the other is new. Nothing is
// taken for a rename. Links and files are blobs, as in git; a gitlink is told
// by its mode. Two entries are the same if mode and id are: a file that only
// became executable is changed, with one id before and after.
//
// A hostile tree can stand for more files than there are atoms (ten folders,
// each ten times the next one), and nest without end. Depth, work and the bytes
// of what was found have limits; what is beyond is told as lost.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "scanner/changes/tree_listing.h"
#include "scanner/changes/trees.h"
#include "scanner/git/object_id.h"
#include "scanner/packs/object_source.h"

namespace patrol {

// What is at a path.
struct PathEntry {
  std::uint32_t mode = 0;  // 0: nothing
  ObjectId id;

  bool is_there() const { return mode != 0; }
  // A file or a symbolic link, and no gitlink.
  bool is_blob() const {
    return is_there() && kind_of_mode(mode) == TreeItemKind::kBlob;
  }
  auto operator<=>(const PathEntry&) const = default;
};

struct PathChange {
  std::string path;
  PathEntry now;                  // never a folder
  std::vector<PathEntry> before;  // one for each older tree
};

// Trees that are named as lost because of a limit.
inline constexpr std::size_t kMostLost = 1000;

// For all that one TreeDiff is asked for.
struct TreeDiffLimits {
  // Folders in folders: each takes some of the stack. git goes down 4096, and
  // nobody but tests goes down 100.
  std::size_t depth = 1024;
  std::size_t entries = std::size_t{1} << 27;  // looked at: some seconds
  std::size_t bytes = std::size_t{1} << 30;  // of what is found, and on the way
};

class TreeDiff {
 public:
  using Take = std::function<void(PathChange change)>;

  // What is given must outlive it.
  TreeDiff(Trees& trees, const std::atomic<bool>& stop,
           TreeDiffLimits limits = {})
      : trees_(trees), stop_(stop), limits_(limits) {}

  // Gives what differs to `take`, in git's order. now = nullopt: an empty tree.
  // Trees that cannot be read are empty, too, and told by `trees`. Ends early
  // when `stop` is set.
  void run(const std::optional<ObjectId>& now, std::span<const ObjectId> before,
           const Take& take);

  // Trees that were not gone into, or not to their ends, because of a limit.
  const std::vector<LostObject>& lost() const { return lost_; }

 private:
  using TreePtr = std::shared_ptr<const TreeListing>;
  // Entries of one tree at one place: nearly always one, or none.
  using Group = std::span<const TreeItem>;
  struct Folder {
    ObjectId id;       // of the newest that is there, for whoever is told of it
    std::string path;  // "" or with a '/' at its end
    std::size_t depth;
  };

  void compare(const Folder& folder, const std::vector<TreePtr>& trees,
               const Take& take);
  bool is_out_of_bounds(const Folder& folder);
  void compare_place(const Folder& folder, const std::vector<Group>& groups,
                     const Take& take);
  void compare_item(const Folder& folder, const TreeItem* now,
                    const std::vector<Group>& groups, const Take& take);
  void go_into(const Folder& folder, const std::vector<const TreeItem*>& items,
               const Take& take);
  void give(const Folder& folder, const std::vector<const TreeItem*>& items,
            const Take& take);
  TreePtr read(const TreeItem* item);

  Trees& trees_;
  const std::atomic<bool>& stop_;
  TreeDiffLimits limits_;
  std::size_t entries_ = 0;
  std::size_t bytes_ = 0;
  bool is_spent_ = false;  // a limit of work was met: nothing more is done
  std::vector<LostObject> lost_;
};

}  // namespace patrol

// The paths at which secrets stand, and the folders on the way, numbered: each
// is its folder and a name.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/attribution/reduced_trees.h"
#include "scanner/core/number_map.h"

namespace patrol {

using PathNumber = std::uint32_t;
inline constexpr PathNumber kRootPath = 0;
inline constexpr PathNumber kNoPath = 0xFFFFFFFF;

// Bytes of a path that is told: four times what Linux takes for one. A tree of
// a hostile repository is as deep as it likes.
inline constexpr std::size_t kLongestPath = 16'384;

class PathTable {
 public:
  // `names`: by rank; must outlive it.
  explicit PathTable(const std::vector<std::string_view>& names)
      : names_(&names), paths_(1) {}

  // kNoPath: it would be longer than kLongestPath.
  PathNumber add(PathNumber folder, NameRank name);
  // kNoPath: it is not there.
  PathNumber find(PathNumber folder, NameRank name) const {
    return numbers_.find(pair_key(folder, name));
  }

  // Numbers are below.
  PathNumber size() const { return static_cast<PathNumber>(paths_.size()); }
  // REQUIRES: path != kRootPath.
  PathNumber folder_of(PathNumber path) const { return paths_[path].folder; }

  // With '/' between names.
  std::string text(PathNumber path) const;

 private:
  struct Path {
    PathNumber folder = kRootPath;
    NameRank name = 0;
    std::size_t size = 0;  // bytes of its text
  };

  const std::vector<std::string_view>* names_;
  std::vector<Path> paths_;
  NumberMap numbers_;  // by (folder, name)
};

}  // namespace patrol

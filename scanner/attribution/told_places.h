// The places that are told: (path, secret), at most kMostPaths a secret and
// kMostPlaces in all.
//
// The bound is there for hostile trees. One of a hundred names that all stand
// for the same tree, and that one likewise, has 10^100 paths at fifty levels
// and fits into a kilobyte. So once all secrets below a tree have their paths,
// it is not entered any more; and before that each step leads to a place that
// is told. It holds because steps are taken parents first: what a parent has is
// told when its child is compared with it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "scanner/attribution/path_table.h"
#include "scanner/attribution/reduced_trees.h"
#include "scanner/core/number_map.h"

namespace patrol {

// Paths that are told of one secret.
inline constexpr std::uint32_t kMostPaths = 1000;

// Places that are told of all secrets together, some 100 MB. Beyond, one of
// each secret still is.
inline constexpr std::size_t kMostPlaces = 500'000;

class ToldPlaces {
 public:
  struct Place {
    PathNumber path;
    std::uint32_t secret;
  };
  static constexpr std::uint32_t kNotTold = 0xFFFFFFFF;

  // `secrets`: of each wanted blob, ascending, by WantedNumber. All must
  // outlive it.
  ToldPlaces(const ReducedTrees& trees,
             const std::vector<std::string_view>& names,
             const std::vector<std::vector<std::uint32_t>>& secrets);

  // Adds what `tree` has and `before` has not.
  void add_new(ReducedTrees::Tree tree, ReducedTrees::Tree before);

  const std::vector<Place>& all() const { return places_; }
  // By path: is there a told place, or is it a folder of one?
  std::vector<bool> told_paths() const;
  // Position in all(), or kNotTold.
  std::uint32_t find(PathNumber path, std::uint32_t secret) const;

  PathTable& paths() { return paths_; }
  const PathTable& paths() const { return paths_; }

  // Has the blob a place, told or counted? Else all its secrets may have as
  // many as are told.
  bool is_placed(WantedNumber blob) const { return is_placed_[blob]; }
  bool is_blob_told_enough(WantedNumber blob) const;

  // By secret: places that were met beyond those that are told.
  const std::vector<std::uint64_t>& untold() const { return untold_; }

 private:
  struct Folder {  // a name in a folder that is told
    PathNumber above;
    NameRank name;
    ReducedTrees::Tree tree;
    ReducedTrees::Tree before;
  };
  static constexpr std::uint32_t kCounted = 0xFFFFFFFE;  // and not told

  void enter(PathNumber path, ReducedTrees::Tree tree,
             ReducedTrees::Tree before);
  void add_blob(PathNumber folder, NameRank name, WantedNumber blob);
  void add_place(PathNumber path, std::uint32_t secret);
  bool is_told_enough(std::uint32_t secret) const;
  bool is_dead(ReducedTrees::Tree tree) const {
    return tree < is_dead_.size() && is_dead_[tree];
  }
  void find_dead();

  const ReducedTrees* trees_;
  const std::vector<std::vector<std::uint32_t>>* secrets_;
  PathTable paths_;
  std::vector<Place> places_;
  NumberMap numbers_;  // (path, secret) -> position in places_, or kCounted
  std::vector<std::uint32_t> told_;    // by secret
  std::vector<std::uint64_t> untold_;  // likewise
  std::vector<bool> is_placed_;        // by blob
  std::vector<bool> is_dead_;  // by tree: all secrets in it are told enough
  std::vector<Folder> waiting_;
  std::size_t steps_ = 0;       // since is_dead_ was told
  bool is_alive_less_ = false;  // a secret was told enough since
};

}  // namespace patrol

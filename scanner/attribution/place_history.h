// What commits did to the told places: who introduced each, who removed it.
#pragma once

#include <compare>
#include <cstdint>
#include <vector>

#include "scanner/attribution/commit_graph.h"
#include "scanner/attribution/commit_steps.h"
#include "scanner/attribution/path_table.h"
#include "scanner/attribution/reduced_trees.h"
#include "scanner/attribution/told_places.h"
#include "scanner/core/number_map.h"

namespace patrol {

struct PlaceHistory {
  CommitIndex introduced = kNoCommit;
  WantedNumber blob = 0;  // that held the secret in that commit
  CommitIndex removed = kNoCommit;
  bool is_removed_from_all = false;  // all parents of `removed` had it
  std::uint32_t versions = 0;        // blobs that hold it there
  bool is_at_head = false;
};

class PlaceHistories {
 public:
  // `secrets`: of each wanted blob, ascending. `head`: HEAD's tree, or kEmpty.
  PlaceHistories(const CommitSteps& steps, const ReducedTrees& trees,
                 const ToldPlaces& told,
                 const std::vector<std::vector<std::uint32_t>>& secrets,
                 ReducedTrees::Tree head);

  // By position of the place in ToldPlaces::all().
  const std::vector<PlaceHistory>& all() const { return histories_; }

 private:
  struct Folder {
    PathNumber path;
    ReducedTrees::Tree tree;
    ReducedTrees::Tree before;
  };
  struct New {
    std::uint32_t place;
    WantedNumber blob;
    auto operator<=>(const New&) const = default;
  };

  void take(const CommitStep& step);
  void compare(const CommitStep& step, ReducedTrees::Tree parent);
  void introduce(const CommitStep& step);
  void introduce(const New& place, CommitIndex commit);
  void remove(const CommitStep& step);
  void remove(std::uint32_t place, CommitIndex commit, bool is_from_all);
  void count_version(PathNumber path, Target target);
  void mark_head(ReducedTrees::Tree head);

  template <typename Visit>
  void walk(ReducedTrees::Tree tree, ReducedTrees::Tree before,
            const Visit& visit);
  template <typename Visit>
  void each_place(PathNumber path, Target target, Target without,
                  const Visit& visit) const;

  const CommitSteps* steps_;
  const ReducedTrees* trees_;
  const ToldPlaces* told_;
  const std::vector<std::vector<std::uint32_t>>* secrets_;
  std::vector<bool> told_paths_;
  std::vector<PlaceHistory> histories_;
  NumberMap versions_;  // (path, blob)
  // Of one step: once for each parent that lacks it, or that had it.
  std::vector<New> new_;
  std::vector<std::uint32_t> gone_;
};

}  // namespace patrol

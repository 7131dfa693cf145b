#include "scanner/attribution/place_history.h"

#include <algorithm>

namespace patrol {
namespace {

using Tree = ReducedTrees::Tree;

// (path, blob) that are counted as versions: half a gigabyte, where an honest
// history has some thousand.
constexpr std::size_t kMostVersions = std::size_t{1} << 23;

}  // namespace

PlaceHistories::PlaceHistories(
    const CommitSteps& steps, const ReducedTrees& trees, const ToldPlaces& told,
    const std::vector<std::vector<std::uint32_t>>& secrets, Tree head)
    : steps_(&steps),
      trees_(&trees),
      told_(&told),
      secrets_(&secrets),
      told_paths_(told.told_paths()),
      histories_(told.all().size()) {
  for (const CommitStep& step : steps.all()) take(step);
  mark_head(head);
}

void PlaceHistories::take(const CommitStep& step) {
  new_.clear();
  gone_.clear();
  for (const Tree parent : step.parents) compare(step, parent);
  introduce(step);
  remove(step);
}

void PlaceHistories::compare(const CommitStep& step, Tree parent) {
  walk(step.tree, parent, [&](PathNumber path, Target now, Target then) {
    each_place(path, now, then, [&](std::uint32_t place) {
      new_.push_back({place, now.blob()});
    });
    each_place(path, then, now,
               [&](std::uint32_t place) { gone_.push_back(place); });
    count_version(path, now);
  });
}

// What is new against each of the parents.
void PlaceHistories::introduce(const CommitStep& step) {
  std::ranges::sort(new_);
  for (auto at = new_.begin(); at != new_.end();) {
    const auto end = std::upper_bound(at, new_.end(), *at);
    const auto count = static_cast<std::size_t>(end - at);
    if (count == step.parents.size()) introduce(*at, step.earliest);
    at = end;
  }
}

void PlaceHistories::introduce(const New& place, CommitIndex commit) {
  PlaceHistory& history = histories_[place.place];
  const bool is_first = history.introduced == kNoCommit ||
                        steps_->graph().is_earlier(commit, history.introduced);
  if (!is_first) return;
  history.introduced = commit;
  history.blob = place.blob;
}

void PlaceHistories::remove(const CommitStep& step) {
  std::ranges::sort(gone_);
  for (auto at = gone_.begin(); at != gone_.end();) {
    const auto end = std::upper_bound(at, gone_.end(), *at);
    const auto count = static_cast<std::size_t>(end - at);
    remove(*at, step.latest, count == step.parents.size());
    at = end;
  }
}

void PlaceHistories::remove(std::uint32_t place, CommitIndex commit,
                            bool is_from_all) {
  PlaceHistory& history = histories_[place];
  if (history.removed != kNoCommit) {
    const bool is_of_head = steps_->is_of_head(commit);
    if (is_of_head != steps_->is_of_head(history.removed)) {
      if (!is_of_head) return;
    } else if (is_from_all != history.is_removed_from_all) {
      if (!is_from_all) return;
    } else if (!steps_->graph().is_later(commit, history.removed)) {
      return;
    }
  }
  history.removed = commit;
  history.is_removed_from_all = is_from_all;
}

void PlaceHistories::count_version(PathNumber path, Target target) {
  if (!target.is_blob() || versions_.size() >= kMostVersions) return;
  const std::size_t before = versions_.size();
  versions_.find_or_add(pair_key(path, target.blob()), 0);
  if (versions_.size() == before) return;
  each_place(path, target, {},
             [&](std::uint32_t place) { ++histories_[place].versions; });
}

void PlaceHistories::mark_head(Tree head) {
  walk(head, ReducedTrees::kEmpty, [&](PathNumber path, Target now, Target) {
    each_place(path, now, {}, [&](std::uint32_t place) {
      histories_[place].is_at_head = true;
    });
  });
}

// Calls visit(path, Target now, Target then) for all told paths at which the
// trees differ.
template <typename Visit>
void PlaceHistories::walk(Tree tree, Tree before, const Visit& visit) {
  std::vector<Folder> waiting{{kRootPath, tree, before}};
  const auto tree_of = [](Target target) {
    return target.is_tree() ? target.tree() : ReducedTrees::kEmpty;
  };
  while (!waiting.empty()) {
    const Folder folder = waiting.back();
    waiting.pop_back();
    const auto look_at = [&](NameRank name, Target now, Target then) {
      const PathNumber path = told_->paths().find(folder.path, name);
      if (path == kNoPath || !told_paths_[path]) return;
      visit(path, now, then);
      if (tree_of(now) != tree_of(then)) {
        waiting.push_back({path, tree_of(now), tree_of(then)});
      }
    };
    trees_->differences(folder.tree, folder.before, look_at);
  }
}

// Calls visit(place) for the told secrets of `target` at `path` that `without`
// has not.
template <typename Visit>
void PlaceHistories::each_place(PathNumber path, Target target, Target without,
                                const Visit& visit) const {
  if (!target.is_blob()) return;
  for (const std::uint32_t secret : (*secrets_)[target.blob()]) {
    const bool has_both =
        without.is_blob() &&
        std::ranges::binary_search((*secrets_)[without.blob()], secret);
    const std::uint32_t place = told_->find(path, secret);
    if (!has_both && place != ToldPlaces::kNotTold) visit(place);
  }
}

}  // namespace patrol

#include "scanner/changes/commit_walk.h"

#include <map>
#include <set>
#include <utility>

#include "scanner/changes/by_date.h"

namespace patrol {
namespace {

// A..B.
class RangeWalk {
 public:
  RangeWalk(CommitReader& commits, const std::atomic<bool>& stop)
      : commits_(commits), stop_(stop) {}

  void add_tip(const ObjectId& id, bool is_unwanted) {
    if (commits_.find(id) == nullptr) {
      lost_.insert(commits_.why_lost(id));
      return;
    }
    if (is_unwanted) mark_unwanted(id);
    meet_later(id);
  }

  CommitWalk run() {
    CommitWalk walk;
    int slack = kSlack;
    while (slack > 0 && has_work()) {
      if (stop_.load()) {
        walk.is_stopped = true;
        break;
      }
      take_next();
      slack = may_change() ? kSlack : slack - 1;
    }
    for (const Met* met : wanted_) {
      if (!met->second.is_unwanted) walk.commits.push_back(finished(*met));
    }
    walk.lost.assign(lost_.begin(), lost_.end());
    return walk;
  }

 private:
  struct State {
    const CommitNode* node = nullptr;  // nullptr: it cannot be read
    bool is_unwanted = false;
    bool is_waiting = false;
    bool was_met = false;  // its parents wait, or did
  };
  using Met = std::pair<const ObjectId, State>;

  Met& find(const ObjectId& id) {
    const auto [met, is_new] = states_.try_emplace(id);
    if (is_new) met->second.node = commits_.find(id);
    return *met;
  }

  void meet_later(const ObjectId& id) {
    Met& met = find(id);
    State& state = met.second;
    if (state.node == nullptr || state.is_waiting || state.was_met) return;
    state.is_waiting = true;
    if (!state.is_unwanted) ++wanted_waiting_;
    waiting_.push(state.node->date, &met);
  }

  void take_next() {
    Met* met = waiting_.pop();
    State& state = met->second;
    state.is_waiting = false;
    state.was_met = true;
    if (!state.is_unwanted) {
      --wanted_waiting_;
      oldest_wanted_ = state.node->date;
      wanted_.push_back(met);
    }
    for (const ObjectId& parent : state.node->parents) {
      if (state.is_unwanted) mark_unwanted(parent);
      meet_later(parent);
    }
  }

  // And all that it reaches, as far as that was met.
  void mark_unwanted(const ObjectId& first) {
    std::vector<ObjectId> open = {first};
    while (!open.empty()) {
      State& state = find(open.back()).second;
      open.pop_back();
      if (state.is_unwanted) continue;
      state.is_unwanted = true;
      if (state.is_waiting) --wanted_waiting_;
      if (!state.was_met) continue;
      const auto& parents = state.node->parents;
      open.insert(open.end(), parents.begin(), parents.end());
    }
  }

  bool has_work() const {
    return !waiting_.empty() && (wanted_waiting_ > 0 || !wanted_.empty());
  }

  // Whether what waits can be wanted, or show by its date that something else
  // is not.
  bool may_change() const {
    return wanted_waiting_ > 0 || (!waiting_.empty() && !wanted_.empty() &&
                                   waiting_.newest() >= oldest_wanted_);
  }

  WalkedCommit finished(const Met& met) {
    const CommitNode& node = *met.second.node;
    WalkedCommit commit{met.first, node.tree, {}, node.date, node.is_at_border};
    for (const ObjectId& parent : node.parents) {
      if (commits_.find(parent) != nullptr) {
        commit.parents.push_back(parent);
      } else {
        lost_.insert(commits_.why_lost(parent));
        commit.is_at_border = true;
      }
    }
    return commit;
  }

  CommitReader& commits_;
  const std::atomic<bool>& stop_;
  std::map<ObjectId, State> states_;
  ByDate<Met*> waiting_;
  std::size_t wanted_waiting_ = 0;
  std::int64_t oldest_wanted_ = 0;
  std::vector<const Met*> wanted_;  // as met; some became unwanted later
  std::set<LostObject> lost_;
};

// By their places in `commits`: how many of them each is a parent of.
using Places = std::map<ObjectId, std::size_t>;
std::vector<std::size_t> count_children(
    const std::vector<WalkedCommit>& commits, const Places& places) {
  std::vector<std::size_t> children(commits.size());
  for (const WalkedCommit& commit : commits) {
    for (const ObjectId& parent : commit.parents) {
      const auto place = places.find(parent);
      if (place != places.end()) ++children[place->second];
    }
  }
  return children;
}

// The newest first of those that all children are before.
std::vector<WalkedCommit> ordered(std::vector<WalkedCommit> commits) {
  Places places;
  for (std::size_t i = 0; i < commits.size(); ++i) places[commits[i].id] = i;
  auto children = count_children(commits, places);
  ByDate<std::size_t> ready;
  for (std::size_t i = 0; i < commits.size(); ++i) {
    if (children[i] == 0) ready.push(commits[i].date, i);
  }
  std::vector<WalkedCommit> out;
  while (!ready.empty()) {
    out.push_back(std::move(commits[ready.pop()]));
    for (const ObjectId& parent : out.back().parents) {
      const auto place = places.find(parent);
      if (place == places.end() || --children[place->second] > 0) continue;
      ready.push(commits[place->second].date, place->second);
    }
  }
  return out;
}

}  // namespace

CommitWalk walk_commits(CommitReader& commits, std::span<const ObjectId> wanted,
                        std::span<const ObjectId> unwanted,
                        const std::atomic<bool>& stop) {
  RangeWalk walk(commits, stop);
  for (const ObjectId& id : wanted) walk.add_tip(id, false);
  for (const ObjectId& id : unwanted) walk.add_tip(id, true);
  CommitWalk all = walk.run();
  all.commits = ordered(std::move(all.commits));
  return all;
}

}  // namespace patrol

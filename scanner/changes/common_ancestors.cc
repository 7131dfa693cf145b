#include "scanner/changes/common_ancestors.h"

#include <cstddef>
#include <map>
#include <utility>

#include "scanner/changes/by_date.h"

namespace patrol {
namespace {

// From where a commit was reached.
constexpr unsigned kFromA = 1;
constexpr unsigned kFromB = 2;
constexpr unsigned kFromCommon = 4;  // from one that was reached from both

class CommonWalk {
 public:
  explicit CommonWalk(CommitReader& commits) : commits_(commits) {}

  void reach(const ObjectId& id, unsigned from) {
    const CommitNode* node = commits_.find(id);
    if (node == nullptr) return;
    Met& met = *states_.try_emplace(id, State{node}).first;
    State& state = met.second;
    if ((state.from | from) == state.from) return;
    if (is_open(state)) --open_;
    state.from |= from;
    if (!std::exchange(state.is_waiting, true)) {
      waiting_.push(node->date, &met);
    }
    if (is_open(state)) ++open_;
  }

  std::vector<ObjectId> run(const std::atomic<bool>& stop) {
    std::vector<ObjectId> common;
    while (open_ > 0 && !stop.load()) {
      auto& [id, state] = *waiting_.pop();
      if (is_open(state)) --open_;
      state.is_waiting = false;
      unsigned from = state.from;
      if (from == (kFromA | kFromB)) {
        common.push_back(id);
        from |= kFromCommon;
      }
      for (const ObjectId& parent : state.node->parents) reach(parent, from);
    }
    return common;
  }

 private:
  struct State {
    const CommitNode* node;
    unsigned from = 0;
    bool is_waiting = false;
  };
  using Met = std::pair<const ObjectId, State>;

  // It waits, and may lead to something that is in common.
  static bool is_open(const State& state) {
    return state.is_waiting && (state.from & kFromCommon) == 0;
  }

  CommitReader& commits_;
  std::map<ObjectId, State> states_;
  ByDate<Met*> waiting_;
  std::size_t open_ = 0;
};

}  // namespace

std::vector<ObjectId> common_ancestors(CommitReader& commits, const ObjectId& a,
                                       const ObjectId& b,
                                       const std::atomic<bool>& stop) {
  CommonWalk walk(commits);
  walk.reach(a, kFromA);
  walk.reach(b, kFromB);
  return walk.run(stop);
}

}  // namespace patrol

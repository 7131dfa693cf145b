#include "scanner/attribution/attribution.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "scanner/attribution/commit_steps.h"
#include "scanner/attribution/interest.h"
#include "scanner/attribution/place_history.h"
#include "scanner/attribution/stray_paths.h"
#include "scanner/attribution/told_places.h"
#include "scanner/attribution/tree_order.h"
#include "scanner/attribution/tree_reduction.h"

namespace patrol {
namespace {

using Tree = ReducedTrees::Tree;

// Wanted blobs, ascending, each with its secrets, ascending.
struct Wanted {
  std::vector<ObjectNumber> blobs;
  std::vector<std::vector<std::uint32_t>> secrets;

  explicit Wanted(std::vector<WantedBlob> unsorted) {
    std::ranges::sort(unsorted, {}, &WantedBlob::blob);
    for (const WantedBlob& wanted : unsorted) {
      if (blobs.empty() || blobs.back() != wanted.blob) {
        blobs.push_back(wanted.blob);
        secrets.emplace_back();
      }
      auto& all = secrets.back();
      all.insert(all.end(), wanted.secrets.begin(), wanted.secrets.end());
    }
    for (auto& all : secrets) {
      std::ranges::sort(all);
      all.erase(std::unique(all.begin(), all.end()), all.end());
    }
  }

  std::vector<bool> by_object(std::size_t objects) const {
    std::vector<bool> is_wanted(objects);
    for (const ObjectNumber blob : blobs) is_wanted[blob] = true;
    return is_wanted;
  }
};

class Attributor {
 public:
  Attributor(const HistoryFacts& facts, const Wanted& wanted)
      : commits_(facts.commits),
        head_(facts.commits->find(facts.head)),
        wanted_(&wanted),
        order_(facts.logs, facts.objects),
        interest_(order_, *facts.entries, wanted.by_object(facts.objects)),
        reduction_(order_, *facts.entries, *facts.names, interest_,
                   wanted.blobs),
        told_(reduction_.trees(), reduction_.names(), wanted.secrets) {}

  Attribution run() {
    for (CommitIndex commit = 0; commit < commits_->size(); ++commit) {
      roots_.push_back(reduction_.reduced(commits_->tree(commit)));
    }
    const CommitSteps steps(*commits_, roots_, head_);
    find_places(steps);
    const PlaceHistories histories(steps, reduction_.trees(), told_,
                                   wanted_->secrets, head_tree());
    Attribution out;
    out.places = places(histories);
    out.strays = strays();
    out.untold = told_.untold();
    return out;
  }

 private:
  Tree head_tree() const {
    return head_ == kNoCommit ? ReducedTrees::kEmpty : roots_[head_];
  }

  // Those of HEAD first: if not all are told, these are.
  void find_places(const CommitSteps& steps) {
    told_.add_new(head_tree(), ReducedTrees::kEmpty);
    for (const CommitStep& step : steps.all()) {
      if (step.may_introduce()) told_.add_new(step.tree, step.parents.front());
    }
  }

  ObjectNumber number_of(CommitIndex commit) const {
    return commit == kNoCommit ? kNoObject : commits_->number(commit);
  }

  std::vector<AttributedPlace> places(const PlaceHistories& histories) const {
    std::vector<AttributedPlace> out;
    for (std::size_t i = 0; i < told_.all().size(); ++i) {
      out.push_back(place(told_.all()[i], histories.all()[i]));
    }
    std::ranges::sort(out, {}, [](const AttributedPlace& place) {
      return std::tie(place.path, place.secret);
    });
    return out;
  }

  AttributedPlace place(const ToldPlaces::Place& told,
                        const PlaceHistory& history) const {
    AttributedPlace out;
    out.path = told_.paths().text(told.path);
    out.secret = told.secret;
    out.commit = number_of(history.introduced);
    out.blob = wanted_->blobs[history.blob];
    out.is_at_border = history.introduced != kNoCommit &&
                       commits_->is_at_border(history.introduced);
    out.versions = history.versions;
    out.is_at_head = history.is_at_head;
    if (!out.is_at_head) out.removed_by = number_of(history.removed);
    return out;
  }

  std::vector<StrayBlob> strays() {
    std::vector<bool> is_stray(wanted_->blobs.size());
    for (WantedNumber blob = 0; blob < is_stray.size(); ++blob) {
      is_stray[blob] =
          !told_.is_placed(blob) && !told_.is_blob_told_enough(blob);
    }
    StrayPaths paths(reduction_.trees(), told_.paths(), is_stray);
    if (std::ranges::find(is_stray, true) != is_stray.end()) {
      for (const ObjectNumber tree : interest_.topmost()) {
        paths.look_below(reduction_.reduced(tree));
      }
    }
    return listed(is_stray, paths);
  }

  std::vector<StrayBlob> listed(const std::vector<bool>& is_stray,
                                const StrayPaths& paths) const {
    std::vector<StrayBlob> out;
    for (WantedNumber blob = 0; blob < is_stray.size(); ++blob) {
      if (!is_stray[blob]) continue;
      const PathNumber path = paths.path_of(blob);
      out.push_back({wanted_->blobs[blob],
                     path == kNoPath ? "" : told_.paths().text(path)});
    }
    return out;
  }

  const CommitGraph* commits_;
  CommitIndex head_;
  const Wanted* wanted_;
  TreeOrder order_;
  Interest interest_;
  TreeReduction reduction_;
  ToldPlaces told_;
  std::vector<Tree> roots_;  // by commit
};

}  // namespace

Attribution attribute(const HistoryFacts& facts,
                      const std::vector<WantedBlob>& wanted) {
  if (wanted.empty()) return {};
  const Wanted sorted(wanted);
  return Attributor(facts, sorted).run();
}

}  // namespace patrol

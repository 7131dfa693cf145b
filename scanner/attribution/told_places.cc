#include "scanner/attribution/told_places.h"

#include <algorithm>

namespace patrol {
namespace {

// Steps after which it is asked which trees are dead. More than all that most
// histories need, and what a hostile one takes when nothing is left to tell.
constexpr std::size_t kMostSteps = 10'000;

std::size_t count_of(const std::vector<std::vector<std::uint32_t>>& secrets) {
  std::size_t count = 0;
  for (const auto& of_blob : secrets) {
    if (!of_blob.empty())
      count = std::max<std::size_t>(count, of_blob.back() + std::size_t{1});
  }
  return count;
}

}  // namespace

ToldPlaces::ToldPlaces(const ReducedTrees& trees,
                       const std::vector<std::string_view>& names,
                       const std::vector<std::vector<std::uint32_t>>& secrets)
    : trees_(&trees),
      secrets_(&secrets),
      paths_(names),
      told_(count_of(secrets)),
      untold_(told_.size()),
      is_placed_(secrets.size()) {}

void ToldPlaces::add_new(ReducedTrees::Tree tree, ReducedTrees::Tree before) {
  enter(kRootPath, tree, before);
  while (!waiting_.empty()) {
    const Folder folder = waiting_.back();
    waiting_.pop_back();
    if (is_dead(folder.tree)) continue;
    const PathNumber path = paths_.add(folder.above, folder.name);
    if (path != kNoPath) enter(path, folder.tree, folder.before);
    if (steps_ > kMostSteps) find_dead();
  }
}

// In the order of names: which paths are told must not hang on chance.
void ToldPlaces::enter(PathNumber path, ReducedTrees::Tree tree,
                       ReducedTrees::Tree before) {
  ++steps_;
  const auto first = static_cast<std::ptrdiff_t>(waiting_.size());
  trees_->differences(tree, before, [&](NameRank name, Target a, Target b) {
    if (a.is_blob()) add_blob(path, name, a.blob());
    if (a.is_tree() && !is_dead(a.tree())) {
      waiting_.push_back({path, name, a.tree(),
                          b.is_tree() ? b.tree() : ReducedTrees::kEmpty});
    }
  });
  std::reverse(waiting_.begin() + first, waiting_.end());
}

void ToldPlaces::add_blob(PathNumber folder, NameRank name, WantedNumber blob) {
  ++steps_;
  const PathNumber path = paths_.add(folder, name);
  if (path == kNoPath) {
    for (const std::uint32_t secret : (*secrets_)[blob]) ++untold_[secret];
    return;
  }
  is_placed_[blob] = true;
  for (const std::uint32_t secret : (*secrets_)[blob]) add_place(path, secret);
}

void ToldPlaces::add_place(PathNumber path, std::uint32_t secret) {
  const bool is_told = !is_told_enough(secret);
  const auto next = static_cast<std::uint32_t>(places_.size());
  const std::size_t before = numbers_.size();
  numbers_.find_or_add(pair_key(path, secret), is_told ? next : kCounted);
  if (numbers_.size() == before) return;  // known
  if (!is_told) {
    ++untold_[secret];
    return;
  }
  places_.push_back({path, secret});
  ++told_[secret];
  is_alive_less_ |= is_told_enough(secret);
}

bool ToldPlaces::is_told_enough(std::uint32_t secret) const {
  return told_[secret] >= (places_.size() < kMostPlaces ? kMostPaths : 1);
}

std::uint32_t ToldPlaces::find(PathNumber path, std::uint32_t secret) const {
  const std::uint32_t number = numbers_.find(pair_key(path, secret));
  return number == kCounted ? kNotTold : number;
}

bool ToldPlaces::is_blob_told_enough(WantedNumber blob) const {
  return std::ranges::all_of((*secrets_)[blob], [&](std::uint32_t secret) {
    return is_told_enough(secret);
  });
}

std::vector<bool> ToldPlaces::told_paths() const {
  std::vector<bool> is_told(paths_.size());
  is_told[kRootPath] = true;
  for (const Place& place : places_) {
    for (PathNumber path = place.path; !is_told[path];
         path = paths_.folder_of(path)) {
      is_told[path] = true;
    }
  }
  return is_told;
}

// What a tree consists of has lower numbers.
void ToldPlaces::find_dead() {
  steps_ = 0;
  if (!is_alive_less_) return;
  is_alive_less_ = false;
  is_dead_.assign(trees_->size(), true);
  for (ReducedTrees::Tree tree = 1; tree < trees_->size(); ++tree) {
    const ReducedTrees::Node& node = (*trees_)[tree];
    if (node.width != 0) {
      is_dead_[tree] = is_dead_[node.lower] && is_dead_[node.higher];
    } else {
      is_dead_[tree] = node.target.is_tree()
                           ? is_dead_[node.target.tree()]
                           : is_blob_told_enough(node.target.blob());
    }
  }
}

}  // namespace patrol

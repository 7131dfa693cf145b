#include "scanner/attribution/tree_reduction.h"

#include <algorithm>

namespace patrol {
namespace {

NameRank name_of(const EntrySets::Node& leaf) {
  return static_cast<NameRank>(leaf.key >> 32);
}

ObjectNumber child_of(const EntrySets::Node& leaf) {
  return static_cast<ObjectNumber>(leaf.key);
}

// Do all keys of the branch have the same name?
bool is_one_name(const EntrySets::Node& branch) { return branch.width <= 32; }

}  // namespace

TreeReduction::TreeReduction(const TreeOrder& order, const EntryTable& entries,
                             const NameTable& names, const Interest& interest,
                             const std::vector<ObjectNumber>& wanted)
    : order_(&order),
      entries_(&entries),
      interest_(&interest),
      wanted_(&wanted) {
  rank_names(names);
  collect_sets();
  reduced_.assign(sets_.size(), kUnknown);
  reduced_[EntrySets::kEmpty] = ReducedTrees::kEmpty;
}

// By their bytes, so that what is told does not hang on which thread met a name
// first.
void TreeReduction::rank_names(const NameTable& names) {
  std::vector<std::pair<std::string_view, NameNumber>> used;
  NumberMap seen;
  for (EntryNumber entry = 0; entry < entries_->size(); ++entry) {
    if (!interest_->has_entry(entry)) continue;
    const NameNumber name = (*entries_)[entry].name;
    const std::size_t before = seen.size();
    seen.find_or_add(name, 0);
    if (seen.size() > before) used.emplace_back(names.text(name), name);
  }
  std::ranges::sort(used);
  for (const auto& [text, name] : used) {
    ranks_.find_or_add(name, static_cast<NameRank>(names_.size()));
    names_.push_back(text);
  }
}

void TreeReduction::collect_sets() {
  set_of_place_.reserve(order_->size());
  for (TreePlace place = 0; place < order_->size(); ++place) {
    const OrderedTree& tree = (*order_)[place];
    set_of_place_.push_back(interest_->has(tree.number) ? set_of(tree)
                                                        : EntrySets::kEmpty);
  }
}

TreeReduction::Set TreeReduction::set_of(const OrderedTree& tree) {
  Set set =
      tree.base == kNoPlace ? EntrySets::kEmpty : set_of_place_[tree.base];
  sets_.begin();
  for (const EntryNumber entry : tree.removed) {
    if (interest_->has_entry(entry)) set = sets_.remove(set, key_of(entry));
  }
  for (const EntryNumber entry : tree.added) {
    if (interest_->has_entry(entry)) set = sets_.add(set, key_of(entry));
  }
  return set;
}

std::uint64_t TreeReduction::key_of(EntryNumber entry) const {
  const TreeEntry& found = (*entries_)[entry];
  return pair_key(ranks_.find(found.name), found.child);
}

TreeReduction::Set TreeReduction::set_of(ObjectNumber tree) const {
  const TreePlace place = order_->place_of(tree);
  return place == kNoPlace ? EntrySets::kEmpty : set_of_place_[place];
}

// Depth first, but not by recursion: a hostile repository is as deep as it
// likes.
ReducedTrees::Tree TreeReduction::reduced(ObjectNumber tree) {
  const Set whole = set_of(tree);
  if (reduced_[whole] != kUnknown) return done(whole);
  std::vector<Set> waiting{whole};
  while (!waiting.empty()) {
    const Set set = waiting.back();
    if (reduced_[set] == kUnknown) reduced_[set] = kPending;
    const Set next = next_to_reduce(set);
    if (next != EntrySets::kEmpty) {
      waiting.push_back(next);
      continue;
    }
    if (reduced_[set] == kPending) reduced_[set] = reduce(set);
    waiting.pop_back();
  }
  return done(whole);
}

// A set that must be reduced before `set` can be. kEmpty: there is none.
TreeReduction::Set TreeReduction::next_to_reduce(Set set) const {
  if (reduced_[set] != kPending) return EntrySets::kEmpty;
  const EntrySets::Node& node = sets_[set];
  const auto unknown = [&](Set other) { return reduced_[other] == kUnknown; };
  if (node.width == 0) {
    const Set child = set_of(child_of(node));
    return unknown(child) ? child : EntrySets::kEmpty;
  }
  if (unknown(node.lower)) return node.lower;
  return unknown(node.higher) ? node.higher : EntrySets::kEmpty;
}

ReducedTrees::Tree TreeReduction::reduce(Set set) {
  const EntrySets::Node& node = sets_[set];
  if (node.width == 0) return reduce_leaf(node);
  const ReducedTrees::Tree lower = done(node.lower);
  const ReducedTrees::Tree higher = done(node.higher);
  if (!is_one_name(node)) return trees_.both(lower, higher);
  return lower != ReducedTrees::kEmpty ? lower : higher;
}

ReducedTrees::Tree TreeReduction::reduce_leaf(const EntrySets::Node& leaf) {
  const ObjectNumber child = child_of(leaf);
  const auto wanted = std::ranges::lower_bound(*wanted_, child);
  if (wanted != wanted_->end() && *wanted == child) {
    const auto number = static_cast<WantedNumber>(wanted - wanted_->begin());
    return trees_.one(name_of(leaf), Target::of_blob(number));
  }
  const ReducedTrees::Tree tree = done(set_of(child));
  if (tree == ReducedTrees::kEmpty) return tree;
  return trees_.one(name_of(leaf), Target::of_tree(tree));
}

// A tree that is pending contains itself.
ReducedTrees::Tree TreeReduction::done(Set set) const {
  const ReducedTrees::Tree tree = reduced_[set];
  return tree == kPending ? ReducedTrees::kEmpty : tree;
}

}  // namespace patrol

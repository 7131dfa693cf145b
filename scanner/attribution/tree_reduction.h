// From the changes of all trees to reduced ones (reduced_trees.h).
//
// Two steps, since a tree hangs on its base in one way and on the trees that it
// names in another, and no order serves both: the base of src/ may be a tree
// that src/ stands in.
//
//   1. Of each tree that leads to a wanted blob the set of its entries that do,
//      made from the set of its base (entry_sets.h).
//   2. On request, what such a set is once the trees that it names are reduced:
//      from below. Parts of sets are shared, and each is reduced once.
//
// A name that stands several times in a tree, as in corrupt ones, stands for
// the object with the least number that leads anywhere. Trees that contain
// themselves, as no honest repository has them, end where they do.
#pragma once

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "scanner/attribution/entry_sets.h"
#include "scanner/attribution/interest.h"
#include "scanner/attribution/name_table.h"
#include "scanner/attribution/reduced_trees.h"
#include "scanner/attribution/tree_entries.h"
#include "scanner/attribution/tree_order.h"

namespace patrol {

class TreeReduction {
 public:
  // All must outlive it. `wanted`: the wanted blobs, ascending.
  TreeReduction(const TreeOrder& order, const EntryTable& entries,
                const NameTable& names, const Interest& interest,
                const std::vector<ObjectNumber>& wanted);

  // kEmpty: it leads to no wanted blob, or is no tree.
  ReducedTrees::Tree reduced(ObjectNumber tree);

  // What reduced() made so far.
  const ReducedTrees& trees() const { return trees_; }
  // By rank; as long as the NameTable lives.
  const std::vector<std::string_view>& names() const { return names_; }

 private:
  using Set = EntrySets::Set;
  static constexpr ReducedTrees::Tree kUnknown = 0xFFFFFFFF;
  static constexpr ReducedTrees::Tree kPending = 0xFFFFFFFE;

  void rank_names(const NameTable& names);
  void collect_sets();
  Set set_of(const OrderedTree& tree);
  std::uint64_t key_of(EntryNumber entry) const;
  Set set_of(ObjectNumber tree) const;
  Set next_to_reduce(Set set) const;
  ReducedTrees::Tree reduce(Set set);
  ReducedTrees::Tree reduce_leaf(const EntrySets::Node& leaf);
  ReducedTrees::Tree done(Set set) const;

  const TreeOrder* order_;
  const EntryTable* entries_;
  const Interest* interest_;
  const std::vector<ObjectNumber>* wanted_;
  std::vector<std::string_view> names_;
  NumberMap ranks_;  // by NameNumber
  EntrySets sets_;
  std::vector<Set> set_of_place_;
  std::vector<ReducedTrees::Tree> reduced_;  // by set
  ReducedTrees trees_;
};

}  // namespace patrol

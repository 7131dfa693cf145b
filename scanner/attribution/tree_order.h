// All trees of a history as changes, each once, and a base before what is made
// from it: the order in which a property of trees is carried along.
//
// Readers on several threads note trees in the order in which they meet them,
// so that a tree may stand in one log and its base in another. A tree that was
// taken several times, since several packs have it, counts once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "scanner/attribution/tree_changes.h"

namespace patrol {

// Position of a tree in that order, from 0.
using TreePlace = std::uint32_t;
inline constexpr TreePlace kNoPlace = 0xFFFFFFFF;

struct OrderedTree {
  ObjectNumber number = kNoObject;
  TreePlace base = kNoPlace;  // before this one; kNoPlace: `added` is all
  std::span<const EntryNumber> removed;
  std::span<const EntryNumber> added;
};

// Immutable.
class TreeOrder {
 public:
  // The logs must outlive it. `objects`: numbers are below.
  TreeOrder(std::span<const TreeLog* const> logs, std::size_t objects);

  TreePlace size() const { return static_cast<TreePlace>(trees_.size()); }
  const OrderedTree& operator[](TreePlace place) const { return trees_[place]; }

  // kNoPlace: it is no tree, or none that was read.
  TreePlace place_of(ObjectNumber number) const {
    return number < places_.size() ? places_[number] : kNoPlace;
  }

 private:
  void append(const TreeLog& log, const TreeChange& change);

  std::vector<OrderedTree> trees_;
  std::vector<TreePlace> places_;  // by object
};

}  // namespace patrol

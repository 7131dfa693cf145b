// Which object of a pack is made from which: trees whose roots are whole and
// whose edges are deltas.
//
//   root 12 (blob)          an object is read once, its bytes are there while
//     97                    what is made from it is read: so the whole forest
//       140                 is decoded with each stream unpacked once
//     171
//
// The children of an object are in the order of what hangs on them, the largest
// part last: a walk that goes down into the last one does not need the object
// itself any longer, so no more than log2(size) of them are alive at once.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "scanner/packs/pack.h"

namespace patrol {

// In the place of a base.
inline constexpr PackEntry kWhole = kNoEntry;
inline constexpr PackEntry kBrokenEntry = kNoEntry - 1;

class DeltaForest {
 public:
  // `bases`, by entry: what it is made from, kWhole or kBrokenEntry. `wanted`,
  // likewise: those that a walk is for; others are in the forest only where a
  // wanted one hangs on them.
  DeltaForest(const std::vector<PackEntry>& bases,
              const std::vector<bool>& wanted);

  // Entries that are whole, in the pack's order.
  const std::vector<PackEntry>& roots() const { return roots_; }

  // What is made from it by one delta, the largest family last.
  std::span<const PackEntry> children(PackEntry entry) const {
    return std::span(children_).subspan(
        first_child_[entry], end_child_[entry] - first_child_[entry]);
  }

  // Wanted ones of its family: itself, and all that is made from it.
  std::uint32_t family(PackEntry entry) const { return family_[entry]; }

  // Wanted ones that hang on no root: broken ones, and what is made from them.
  // A ring of deltas is one, too.
  const std::vector<PackEntry>& broken() const { return broken_; }

 private:
  void link(const std::vector<PackEntry>& bases);
  void count_families(const std::vector<PackEntry>& bases,
                      const std::vector<bool>& wanted);
  void order_children();

  std::vector<PackEntry> roots_;
  std::vector<std::uint32_t> first_child_;  // in children_, by entry
  std::vector<std::uint32_t> end_child_;    // likewise, one past the last
  std::vector<PackEntry> children_;
  std::vector<std::uint32_t> family_;
  std::vector<PackEntry> broken_;
};

}  // namespace patrol

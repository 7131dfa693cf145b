// Trees, reduced to what leads to wanted blobs, each content once: two trees
// that hold the same wanted blobs at the same paths have the same number,
// whatever else is in them. So of all commits of a history nearly every one has
// the number of its parent, and only where it has not is anything looked at.
//
//   tree 90   {README -> 1, src -> {main.c -> 2, key.pem -> 5}}
//   tree 97   {README -> 8, src -> {main.c -> 9, key.pem -> 5}}
//   both      {src -> {key.pem -> 5}}
//
// A tree is a binary trie over the bits of its names that tell them apart, as
// in entry_sets.h, and equal tries are one. Its shape hangs on its names alone,
// not on the order in which it was put together. Trees share what they have in
// common, and to compare two costs what they differ in.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "scanner/core/number_map.h"

namespace patrol {

// Position of a name among those that lead to something, sorted by their bytes.
using NameRank = std::uint32_t;

// Position of a blob among the wanted ones.
using WantedNumber = std::uint32_t;

// What a name stands for in a reduced tree: a wanted blob or another one.
struct Target {
  std::uint32_t number = kNothing;

  static constexpr std::uint32_t kNothing = 0xFFFFFFFF;
  static constexpr std::uint32_t kTree = 0x80000000;

  // REQUIRES: number < 2^31 - 1.
  static Target of_tree(std::uint32_t number) { return {number | kTree}; }
  static Target of_blob(WantedNumber number) { return {number}; }

  bool is_nothing() const { return number == kNothing; }
  bool is_tree() const { return !is_nothing() && (number & kTree) != 0; }
  bool is_blob() const { return (number & kTree) == 0; }
  // REQUIRES: is_tree() or is_blob().
  std::uint32_t tree() const { return number & ~kTree; }
  WantedNumber blob() const { return number; }

  friend bool operator==(const Target&, const Target&) = default;
};

class ReducedTrees {
 public:
  // By the topmost node of its trie. Parts of tries are trees as well.
  using Tree = std::uint32_t;
  static constexpr Tree kEmpty = 0;

  struct Node {
    NameRank name;        // of a branch: its lowest
    std::uint32_t width;  // bits of its names that differ, counted from the
                          // lowest; 0: a leaf, one name
    Tree lower;           // of a branch: names with a 0 at bit width - 1
    Tree higher;          // names with a 1
    Target target;        // of a leaf
  };

  ReducedTrees() : nodes_(1) {}

  // Numbers are below. What a tree consists of has lower numbers than it.
  Tree size() const { return static_cast<Tree>(nodes_.size()); }
  // REQUIRES: tree != kEmpty.
  const Node& operator[](Tree tree) const { return nodes_[tree]; }

  // The tree with one name. Nothing stands for nothing: kEmpty.
  Tree one(NameRank name, Target target);
  // The tree with the names of both, of which one may be empty. REQUIRES: they
  // are told apart by a bit above the widths of both, which is 0 in `lower`,
  // and have all bits above it in common.
  Tree both(Tree lower, Tree higher);

  // Calls visit(NameRank, Target in a, Target in b) for all names that stand
  // for different things, or for nothing in one of them; in ascending order.
  template <typename Visit>
  void differences(Tree a, Tree b, const Visit& visit) const {
    if (a == b) return;
    const std::uint32_t width = joint_width(a, b);
    if (width == 0) {
      visit(nodes_[a == kEmpty ? b : a].name, target_of(a), target_of(b));
      return;
    }
    differences(lower_part(a, width), lower_part(b, width), visit);
    differences(higher_part(a, width), higher_part(b, width), visit);
  }

 private:
  static bool is_above(NameRank name, std::uint32_t width) {
    return (name >> (width - 1) & 1) != 0;
  }

  // Bits in which names of both differ, counted from the lowest.
  std::uint32_t joint_width(Tree a, Tree b) const;

  Target target_of(Tree leaf) const {
    return leaf == kEmpty ? Target{} : nodes_[leaf].target;
  }
  // What of a tree has a 0, or a 1, at bit width - 1. REQUIRES: its own width
  // is not larger.
  Tree lower_part(Tree tree, std::uint32_t width) const {
    if (tree == kEmpty) return kEmpty;
    const Node& node = nodes_[tree];
    if (node.width == width) return node.lower;
    return is_above(node.name, width) ? kEmpty : tree;
  }
  Tree higher_part(Tree tree, std::uint32_t width) const {
    if (tree == kEmpty) return kEmpty;
    const Node& node = nodes_[tree];
    if (node.width == width) return node.higher;
    return is_above(node.name, width) ? tree : kEmpty;
  }

  std::vector<Node> nodes_;  // [0] is not used
  NumberMap leaves_;         // (name, target) -> node
  NumberMap branches_;       // (lower, higher) -> node
};

}  // namespace patrol

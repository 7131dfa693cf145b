#include "scanner/attribution/reduced_trees.h"

#include <algorithm>
#include <bit>

namespace patrol {

ReducedTrees::Tree ReducedTrees::one(NameRank name, Target target) {
  if (target.is_nothing()) return kEmpty;
  const Tree tree = leaves_.find_or_add(pair_key(name, target.number), size());
  if (tree == size()) nodes_.push_back({name, 0, kEmpty, kEmpty, target});
  return tree;
}

ReducedTrees::Tree ReducedTrees::both(Tree lower, Tree higher) {
  if (lower == kEmpty) return higher;
  if (higher == kEmpty) return lower;
  const std::uint32_t width = joint_width(lower, higher);
  const Tree tree = branches_.find_or_add(pair_key(lower, higher), size());
  if (tree == size()) {
    nodes_.push_back({nodes_[lower].name, width, lower, higher, {}});
  }
  return tree;
}

std::uint32_t ReducedTrees::joint_width(Tree a, Tree b) const {
  if (a == kEmpty) return nodes_[b].width;
  if (b == kEmpty) return nodes_[a].width;
  const Node& x = nodes_[a];
  const Node& y = nodes_[b];
  const auto differ = std::bit_width(x.name ^ y.name);
  return std::max({x.width, y.width, static_cast<std::uint32_t>(differ)});
}

}  // namespace patrol

#include "scanner/attribution/entry_sets.h"

#include <bit>

namespace patrol {
namespace {

using Node = EntrySets::Node;

// Does `key` belong below the node, given what all its keys have in common?
bool covers(const Node& node, std::uint64_t key) {
  return node.width == 64 || (node.key ^ key) >> node.width == 0;
}

bool is_above(std::uint64_t key, std::uint32_t width) {
  return (key >> (width - 1) & 1) != 0;
}

}  // namespace

EntrySets::Set EntrySets::add(Set set, std::uint64_t key) {
  if (set == kEmpty) return leaf(key, 1);
  const Node node = nodes_[set];
  if (!covers(node, key)) return joined(set, leaf(key, 1));
  if (node.width == 0) return counted(set, node.count + 1);
  const bool is_higher = is_above(key, node.width);
  return with_child(set, is_higher,
                    add(is_higher ? node.higher : node.lower, key));
}

EntrySets::Set EntrySets::remove(Set set, std::uint64_t key) {
  if (set == kEmpty) return set;
  const Node node = nodes_[set];
  if (!covers(node, key)) return set;
  if (node.width == 0) {
    return node.count == 1 ? kEmpty : counted(set, node.count - 1);
  }
  const bool is_higher = is_above(key, node.width);
  const Set child = is_higher ? node.higher : node.lower;
  const Set left = remove(child, key);
  if (left == kEmpty) return is_higher ? node.lower : node.higher;
  const bool is_the_same = left == child && child < fixed_;
  return is_the_same ? set : with_child(set, is_higher, left);
}

EntrySets::Set EntrySets::leaf(std::uint64_t key, std::uint32_t count) {
  nodes_.push_back({key, 0, count, kEmpty, kEmpty});
  return static_cast<Set>(nodes_.size() - 1);
}

EntrySets::Set EntrySets::branch(std::uint32_t width, Set lower, Set higher) {
  nodes_.push_back({nodes_[lower].key, width, 0, lower, higher});
  return static_cast<Set>(nodes_.size() - 1);
}

EntrySets::Set EntrySets::with_child(Set set, bool is_higher, Set child) {
  Node& node = nodes_[set];
  const Set lower = is_higher ? node.lower : child;
  const Set higher = is_higher ? child : node.higher;
  if (set < fixed_) return branch(node.width, lower, higher);
  node = {nodes_[lower].key, node.width, 0, lower, higher};
  return set;
}

// Of two sets whose keys differ above the widths of both.
EntrySets::Set EntrySets::joined(Set set, Set other) {
  const std::uint64_t difference = nodes_[set].key ^ nodes_[other].key;
  const auto width =
      static_cast<std::uint32_t>(64 - std::countl_zero(difference));
  return is_above(nodes_[set].key, width) ? branch(width, other, set)
                                          : branch(width, set, other);
}

EntrySets::Set EntrySets::counted(Set set, std::uint32_t count) {
  if (set < fixed_) return leaf(nodes_[set].key, count);
  nodes_[set].count = count;
  return set;
}

}  // namespace patrol

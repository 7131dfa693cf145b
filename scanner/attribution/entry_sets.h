// Sets of keys that are made from each other, many versions of one at once: of
// a tree's entries that lead on, each set is its base's with a key more or
// less.
//
// A set is a binary trie over the bits of its keys that tell them apart, and
// what two sets have in common they share:
//
//   {0010, 0011, 1001}      bit 3          {0010, 1001}      bit 3 '
//                          /     \                          /      \.
//                       bit 0    1001                    0010      1001, shared
//                      /     \.
//                   0010     0011
//
// An addition or removal makes as many nodes as the way down is long, some ten
// among a thousand keys, so that a history costs what changes in it. Keys
// count: what was added twice is still there when it was removed once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace patrol {

class EntrySets {
 public:
  // A set, by its topmost node. Parts of sets are sets as well.
  using Set = std::uint32_t;
  static constexpr Set kEmpty = 0;

  struct Node {
    std::uint64_t key;    // of a branch: its lowest
    std::uint32_t width;  // bits of its keys that differ, counted from the
                          // lowest; 0: a leaf, one key
    std::uint32_t count;  // of a leaf: how often it was added
    Set lower;            // of a branch: keys with a 0 at bit width - 1
    Set higher;           // keys with a 1
  };

  EntrySets() : nodes_(1) {}

  std::size_t size() const { return nodes_.size(); }
  // REQUIRES: set != kEmpty.
  const Node& operator[](Set set) const { return nodes_[set]; }

  // The sets that were made so far stay as they are. Until this is called
  // again, an addition or removal may change the set that the one before
  // returned: then only the last is one.
  void begin() { fixed_ = static_cast<Set>(nodes_.size()); }

  Set add(Set set, std::uint64_t key);
  // A key that is not there stays away.
  Set remove(Set set, std::uint64_t key);

 private:
  Set leaf(std::uint64_t key, std::uint32_t count);
  Set branch(std::uint32_t width, Set lower, Set higher);
  Set with_child(Set set, bool is_higher, Set child);
  Set joined(Set set, Set other);
  Set counted(Set leaf, std::uint32_t count);

  std::vector<Node> nodes_;  // [0] is not used
  Set fixed_ = 1;            // nodes before belong to sets that are made
};

}  // namespace patrol

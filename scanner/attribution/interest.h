// Which trees lead to a wanted blob: those that name it, those that name these,
// and so on up to the roots of commits.
//
//   wanted   blob 5
//   leads    tree 71 {key.pem -> 5}, tree 80 {src -> 71}, tree 90 {a -> 80}
//
// Nothing is parsed for it. How many entries of a tree lead on is told from its
// base: as many as there, less those that were removed, and those that were
// added. So a round that finds the trees one level up touches only trees that
// something new stands in, and those that are made from them. All rounds
// together cost less than the trees have entries, however deep a path goes.
//
//   base     a -> 71, b -> 9                     1 leads on
//   tree     a -> 71, b -> 10                    1, not looked at
//   tree     a -> 72, b -> 10   removed a -> 71  0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "scanner/attribution/tree_entries.h"
#include "scanner/attribution/tree_order.h"

namespace patrol {

// Immutable.
class Interest {
 public:
  // `wanted`: by object number. REQUIRES: no wanted object is a tree.
  Interest(const TreeOrder& order, const EntryTable& entries,
           std::vector<bool> wanted);

  // Is it a wanted blob, or a tree that leads to one?
  bool has(ObjectNumber object) const {
    return object < leads_.size() && leads_[object];
  }
  bool has_entry(EntryNumber entry) const { return entry_leads_[entry]; }

  // The trees that lead to one and that no tree names: the roots of commits,
  // and what nothing leads to any more. Ascending.
  std::vector<ObjectNumber> topmost() const;

 private:
  // Where an entry that stands for a tree was added or removed.
  struct Mention {
    TreePlace where;
    std::int32_t count;  // 1 or -1
    std::uint32_t next;  // the next mention of the same entry, or kNone
  };
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;

  void link_bases();
  void link_entries();
  void look_at_changes();
  void look_at(std::span<const EntryNumber> entries, TreePlace where,
               std::int32_t count);
  void touch(TreePlace place, std::int32_t count);
  void touch_all_with(TreePlace tree);
  bool is_named(TreePlace tree) const;
  void settle(TreePlace place);
  std::vector<TreePlace> settle_touched();

  const TreeOrder* order_;
  const EntryTable* entries_;
  std::vector<bool> leads_;  // by object
  std::vector<Mention> mentions_;
  // By entry:
  std::vector<bool> entry_leads_;
  std::vector<bool> is_tree_;
  std::vector<std::uint32_t> first_mention_;  // if it stands for a tree
  std::vector<EntryNumber> next_entry_;  // of those that stand for the same
  // By place:
  std::vector<EntryNumber> first_entry_;  // of those that stand for the tree
  std::vector<TreePlace> first_made_;     // of those made from it
  std::vector<TreePlace> next_made_;      // of those made from the same
  std::vector<std::int32_t> leading_;     // entries that lead on
  std::vector<std::int32_t> more_;        // what is to be added to them
  // A bit a place: more_ is not settled there. Blocks [low_, high_) have some.
  std::vector<std::uint64_t> touched_;
  std::size_t low_ = 0;
  std::size_t high_ = 0;
  std::vector<TreePlace> found_;
};

}  // namespace patrol

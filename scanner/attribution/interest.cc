#include "scanner/attribution/interest.h"

#include <algorithm>
#include <bit>
#include <utility>

namespace patrol {
namespace {

constexpr std::size_t kBits = 64;  // of a block of touched_

}  // namespace

Interest::Interest(const TreeOrder& order, const EntryTable& entries,
                   std::vector<bool> wanted)
    : order_(&order),
      entries_(&entries),
      leads_(std::move(wanted)),
      entry_leads_(entries.size()),
      is_tree_(entries.size()),
      first_mention_(entries.size(), kNone),
      next_entry_(entries.size(), kNone),
      first_entry_(order.size(), kNone),
      first_made_(order.size(), kNoPlace),
      next_made_(order.size(), kNoPlace),
      leading_(order.size()),
      more_(order.size()),
      touched_(order.size() / kBits + 1) {
  link_bases();
  link_entries();
  look_at_changes();
  for (auto found = settle_touched(); !found.empty();
       found = settle_touched()) {
    for (const TreePlace tree : found) touch_all_with(tree);
  }
  for (EntryNumber entry = 0; entry < entries.size(); ++entry) {
    entry_leads_[entry] = has(entries[entry].child);
  }
}

void Interest::link_bases() {
  for (TreePlace place = 0; place < order_->size(); ++place) {
    const TreePlace base = (*order_)[place].base;
    if (base == kNoPlace) continue;
    next_made_[place] = std::exchange(first_made_[base], place);
  }
}

void Interest::link_entries() {
  for (EntryNumber entry = 0; entry < entries_->size(); ++entry) {
    const ObjectNumber child = (*entries_)[entry].child;
    if (child == kNoObject) continue;
    entry_leads_[entry] = has(child);
    const TreePlace tree = order_->place_of(child);
    if (tree == kNoPlace) continue;
    is_tree_[entry] = true;
    next_entry_[entry] = std::exchange(first_entry_[tree], entry);
  }
}

// Once over all that was noted; most entries are for other blobs.
void Interest::look_at_changes() {
  for (TreePlace place = 0; place < order_->size(); ++place) {
    look_at((*order_)[place].removed, place, -1);
    look_at((*order_)[place].added, place, 1);
  }
}

void Interest::look_at(std::span<const EntryNumber> entries, TreePlace where,
                       std::int32_t count) {
  for (const EntryNumber entry : entries) {
    if (entry_leads_[entry]) touch(where, count);
    if (!is_tree_[entry]) continue;
    const auto mention = static_cast<std::uint32_t>(mentions_.size());
    mentions_.push_back(
        {where, count, std::exchange(first_mention_[entry], mention)});
  }
}

void Interest::touch(TreePlace place, std::int32_t count) {
  more_[place] += count;
  const std::size_t block = place / kBits;
  touched_[block] |= std::uint64_t{1} << place % kBits;
  low_ = std::min(low_, block);
  high_ = std::max(high_, block + 1);
}

void Interest::touch_all_with(TreePlace tree) {
  for (EntryNumber entry = first_entry_[tree]; entry != kNone;
       entry = next_entry_[entry]) {
    for (std::uint32_t m = first_mention_[entry]; m != kNone;
         m = mentions_[m].next) {
      touch(mentions_[m].where, mentions_[m].count);
    }
  }
}

// Returns the trees that lead on since now. What is made from a place comes
// behind it, so that one pass does.
std::vector<TreePlace> Interest::settle_touched() {
  found_.clear();
  for (std::size_t block = low_; block < high_; ++block) {
    while (touched_[block] != 0) {
      const auto bit =
          static_cast<std::size_t>(std::countr_zero(touched_[block]));
      touched_[block] &= touched_[block] - 1;
      settle(static_cast<TreePlace>(block * kBits + bit));
    }
  }
  low_ = touched_.size();
  high_ = 0;
  return std::exchange(found_, {});
}

void Interest::settle(TreePlace place) {
  const std::int32_t count = std::exchange(more_[place], 0);
  if (count == 0) return;
  leading_[place] += count;
  const ObjectNumber number = (*order_)[place].number;
  if (leading_[place] > 0 && !leads_[number]) {
    leads_[number] = true;
    found_.push_back(place);
  }
  for (TreePlace made = first_made_[place]; made != kNoPlace;
       made = next_made_[made]) {
    touch(made, count);
  }
}

std::vector<ObjectNumber> Interest::topmost() const {
  std::vector<ObjectNumber> numbers;
  for (TreePlace place = 0; place < order_->size(); ++place) {
    const ObjectNumber number = (*order_)[place].number;
    if (leads_[number] && !is_named(place)) numbers.push_back(number);
  }
  std::ranges::sort(numbers);
  return numbers;
}

bool Interest::is_named(TreePlace tree) const {
  for (EntryNumber entry = first_entry_[tree]; entry != kNone;
       entry = next_entry_[entry]) {
    for (std::uint32_t m = first_mention_[entry]; m != kNone;
         m = mentions_[m].next) {
      if (mentions_[m].count > 0) return true;
    }
  }
  return false;
}

}  // namespace patrol

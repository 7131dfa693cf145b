// From 64-bit keys to 32-bit numbers: the table behind "is this pair known, and
// under which number?". A question costs a multiplication and mostly one cache
// line, where std::unordered_map follows two pointers, and an addition
// allocates nothing of its own. Takes 32 to 64 bytes a key.
//
// Keys are put together of numbers that were given here, as (path, name), so
// nobody outside can choose them to collide.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace patrol {

// Two 32-bit numbers as one key.
constexpr std::uint64_t pair_key(std::uint32_t high, std::uint32_t low) {
  return std::uint64_t{high} << 32 | low;
}

class NumberMap {
 public:
  static constexpr std::uint32_t kNoNumber = 0xFFFFFFFF;

  std::size_t size() const { return size_; }

  // kNoNumber: `key` has none.
  std::uint32_t find(std::uint64_t key) const {
    return slots_.empty() ? kNoNumber : slots_[slot_of(key)].number;
  }

  // The number of `key`, which is `number` from now on if it had none.
  // REQUIRES: number != kNoNumber.
  std::uint32_t find_or_add(std::uint64_t key, std::uint32_t number) {
    if (2 * size_ >= slots_.size()) grow();
    Slot& slot = slots_[slot_of(key)];
    if (slot.number == kNoNumber) {
      slot = {key, number};
      ++size_;
    }
    return slot.number;
  }

 private:
  struct Slot {
    std::uint64_t key = 0;
    std::uint32_t number = kNoNumber;  // this: the slot is free
  };

  // Where `key` is, or would be put. REQUIRES: a slot is free.
  std::size_t slot_of(std::uint64_t key) const {
    const std::size_t mask = slots_.size() - 1;
    const std::uint64_t mixed = (key ^ key >> 32) * 0x9E3779B97F4A7C15;
    std::size_t at = static_cast<std::size_t>(mixed ^ mixed >> 32) & mask;
    while (slots_[at].number != kNoNumber && slots_[at].key != key) {
      at = (at + 1) & mask;
    }
    return at;
  }

  void grow() {
    std::vector<Slot> old(slots_.empty() ? 16 : 2 * slots_.size());
    old.swap(slots_);
    for (const Slot& slot : old) {
      if (slot.number != kNoNumber) slots_[slot_of(slot.key)] = slot;
    }
  }

  std::vector<Slot> slots_;  // a power of two of them, or none
  std::size_t size_ = 0;
};

}  // namespace patrol

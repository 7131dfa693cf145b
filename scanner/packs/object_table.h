// All objects of a repository, each once, numbered from 0 in the order of their
// ids: what the passes over a history talk about in four bytes.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "scanner/git/object_id.h"

namespace patrol {

using ObjectNumber = std::uint32_t;
inline constexpr ObjectNumber kNoObject = 0xFFFFFFFF;

// Immutable once made, so threads may share it.
class ObjectTable {
 public:
  ObjectTable() = default;
  // In any order; duplicates are dropped. REQUIRES: fewer than 2^32 - 1.
  explicit ObjectTable(std::vector<ObjectId> ids);

  std::size_t size() const { return ids_.size(); }
  const ObjectId& id(ObjectNumber number) const { return ids_[number]; }
  // kNoObject: it is not there.
  ObjectNumber find(const ObjectId& id) const;
  // The first whose id is not less; size(): there is none.
  ObjectNumber lower_bound(const ObjectId& id) const;

  // The same for many, numbers[i] of ids[i]: three times as fast, as they wait
  // for memory together. REQUIRES: ids.size() <= numbers.size().
  void find_all(std::span<const ObjectId> ids,
                std::span<ObjectNumber> numbers) const;

 private:
  ObjectNumber guess(const ObjectId& id) const;
  ObjectNumber check(ObjectNumber at, const ObjectId& id) const;

  std::vector<ObjectId> ids_;           // sorted
  std::vector<std::uint32_t> heads_;    // the first four bytes of each
  std::vector<std::uint32_t> buckets_;  // by the first two bytes: where they
                                        // begin in ids_, and the end
};

}  // namespace patrol

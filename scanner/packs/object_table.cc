#include "scanner/packs/object_table.h"

#include <algorithm>
#include <utility>

namespace patrol {
namespace {

constexpr std::size_t kBuckets = 1 << 16;  // by the first two bytes

std::uint32_t head_of(const ObjectId& id) {
  return std::uint32_t{id.bytes[0]} << 24 | std::uint32_t{id.bytes[1]} << 16 |
         std::uint32_t{id.bytes[2]} << 8 | id.bytes[3];
}

std::uint32_t bucket_of(std::uint32_t head) { return head >> 16; }

}  // namespace

ObjectTable::ObjectTable(std::vector<ObjectId> ids) : ids_(std::move(ids)) {
  // Those of a single pack are.
  if (!std::ranges::is_sorted(ids_)) std::ranges::sort(ids_);
  ids_.erase(std::unique(ids_.begin(), ids_.end()), ids_.end());
  heads_.reserve(ids_.size());
  for (const ObjectId& id : ids_) heads_.push_back(head_of(id));
  buckets_.assign(kBuckets + 1, 0);
  for (const std::uint32_t head : heads_) ++buckets_[bucket_of(head) + 1];
  for (std::size_t i = 0; i < kBuckets; ++i) buckets_[i + 1] += buckets_[i];
}

// Where `id` is if it is there. Ids are spread evenly: of a million objects a
// bucket has 13, whose heads are one line of the cache, and no two begin alike.
ObjectNumber ObjectTable::guess(const ObjectId& id) const {
  const std::uint32_t head = head_of(id);
  const auto begin = heads_.begin() + buckets_[bucket_of(head)];
  const auto end = heads_.begin() + buckets_[bucket_of(head) + 1];
  const auto alike = std::equal_range(begin, end, head);
  const auto first = alike.first - heads_.begin();
  if (alike.second - alike.first < 2) return static_cast<ObjectNumber>(first);
  const auto ids = ids_.begin();
  const auto at =
      std::lower_bound(ids + first, ids + (alike.second - heads_.begin()), id);
  return static_cast<ObjectNumber>(at - ids);
}

ObjectNumber ObjectTable::lower_bound(const ObjectId& id) const {
  return static_cast<ObjectNumber>(std::ranges::lower_bound(ids_, id) -
                                   ids_.begin());
}

ObjectNumber ObjectTable::check(ObjectNumber at, const ObjectId& id) const {
  return at < ids_.size() && ids_[at] == id ? at : kNoObject;
}

ObjectNumber ObjectTable::find(const ObjectId& id) const {
  return ids_.empty() ? kNoObject : check(guess(id), id);
}

void ObjectTable::find_all(std::span<const ObjectId> ids,
                           std::span<ObjectNumber> numbers) const {
  if (ids_.empty()) {
    std::ranges::fill(numbers.first(ids.size()), kNoObject);
    return;
  }
  for (const ObjectId& id : ids) {
    __builtin_prefetch(heads_.data() + buckets_[bucket_of(head_of(id))]);
  }
  for (std::size_t i = 0; i < ids.size(); ++i) {
    numbers[i] = guess(ids[i]);
    __builtin_prefetch(ids_.data() + numbers[i]);
  }
  for (std::size_t i = 0; i < ids.size(); ++i) {
    numbers[i] = check(numbers[i], ids[i]);
  }
}

}  // namespace patrol

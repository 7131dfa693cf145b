#include "scanner/git/object_table.h"

#include <algorithm>
#include <utility>

namespace patrol {
namespace {

constexpr std::size_t kBuckets = 1 << 16;

std::size_t bucket_of(const ObjectId& id) {
  return static_cast<std::size_t>(id.bytes[0]) << 8 | id.bytes[1];
}

}  // namespace

ObjectTable::ObjectTable(std::vector<ObjectId> ids) : ids_(std::move(ids)) {
  std::ranges::sort(ids_);
  ids_.erase(std::unique(ids_.begin(), ids_.end()), ids_.end());
  buckets_.assign(kBuckets + 1, 0);
  for (const ObjectId& id : ids_) ++buckets_[bucket_of(id) + 1];
  for (std::size_t i = 0; i < kBuckets; ++i) buckets_[i + 1] += buckets_[i];
}

ObjectNumber ObjectTable::lower_bound(const ObjectId& id) const {
  if (ids_.empty()) return 0;
  const std::size_t bucket = bucket_of(id);
  const auto begin = ids_.begin() + buckets_[bucket];
  const auto end = ids_.begin() + buckets_[bucket + 1];
  return static_cast<ObjectNumber>(std::lower_bound(begin, end, id) -
                                   ids_.begin());
}

ObjectNumber ObjectTable::find(const ObjectId& id) const {
  const ObjectNumber at = lower_bound(id);
  return at == ids_.size() || ids_[at] != id ? kNoObject : at;
}

}  // namespace patrol

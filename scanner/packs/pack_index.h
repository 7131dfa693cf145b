// Which objects a pack holds, and where: the .idx file beside it.
//
// The format (git's Documentation/gitformat-pack.txt); all numbers big-endian,
// N objects sorted by id:
//
//   version 1   256 counts | N x (offset 4, id 20) | ids of pack and index
//   version 2   FF "tOc" 2 | 256 counts | N x id | N x CRC-32 |
//               N x offset 4 | M x offset 8 | ids of pack and index
//
// An offset of 4 bytes whose first bit is set is the number of one of 8 bytes:
// packs over 2 GB. The CRC-32 is that of the object as it lies in the pack.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "scanner/core/result.h"
#include "scanner/git/object_id.h"

namespace patrol {

inline constexpr std::uint64_t kNoOffset = ~std::uint64_t{0};

// A view of an index file's bytes, which must outlive it. Threads may share it.
class PackIndex {
 public:
  // Every count and size is checked here, so that what follows cannot read
  // beyond the file. Of the entries none is looked at, neither their order nor
  // their offsets: who asks for one of 849,000 does not pay for all.
  static Result<PackIndex> parse(std::string_view file, HashKind kind);

  std::uint32_t size() const { return size_; }

  // REQUIRES: i < size().
  ObjectId id(std::uint32_t i) const {
    return ObjectId::from_raw(
        ids_.substr(std::uint64_t{i} * id_stride_, id_size_));
  }
  // The first that is not before `id`; size(): none is.
  std::uint32_t lower_bound(const ObjectId& id) const;
  // Where `id` is. nullopt: it is not there. Looks at some twenty ids.
  std::optional<std::uint32_t> find(const ObjectId& id) const;
  // In the pack. Whether it lies in the pack is for the pack to say; kNoOffset,
  // one of 8 bytes that is missing, lies in none.
  std::uint64_t offset(std::uint32_t i) const;
  // nullopt: version 1 knows none.
  std::optional<std::uint32_t> crc32(std::uint32_t i) const;

  // What the last bytes of the pack must be.
  std::string_view pack_checksum() const { return pack_checksum_; }

 private:
  Result<void> parse_first_version(std::string_view file);
  Result<void> parse_second_version(std::string_view file);
  Result<void> check_counts(std::string_view counts);

  std::uint32_t size_ = 0;
  std::size_t id_size_ = 0;
  std::size_t id_stride_ = 0;
  std::string_view counts_;
  std::string_view ids_;
  std::string_view checksums_;      // CRC-32s; empty: version 1
  std::string_view offsets_;        // of version 1: as ids_, 4 bytes earlier
  std::string_view large_offsets_;  // of 8 bytes
  std::string_view pack_checksum_;
};

}  // namespace patrol

// One pack: its objects as they lie in it, one after another.
//
//   offset       12            97          140
//   pack  header | blob, zlib | delta of 12 | tree, zlib | ... | checksum
//   entry        0             1            2
//
// Each begins with its kind and size (4 bits, then 7 a byte), a delta also with
// its base: how far before it lies, or its id. Where an entry ends nothing in
// the pack tells: the next one's offset does. Everything is in memory that is
// mapped, and checked against its CRC-32 before it is believed.
//
// The format: git's Documentation/gitformat-pack.txt.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "scanner/core/result.h"
#include "scanner/git/object_id.h"
#include "scanner/packs/mapped_file.h"
#include "scanner/packs/pack_folder.h"
#include "scanner/packs/pack_format.h"
#include "scanner/packs/pack_index.h"
#include "scanner/packs/pack_index_file.h"

namespace patrol {

// Position of an object in its pack, from 0, in the order of their offsets.
using PackEntry = std::uint32_t;
inline constexpr PackEntry kNoEntry = 0xFFFFFFFF;

// Immutable; threads may share it.
class Pack {
 public:
  // Error: it cannot be read, or it and its index do not belong together.
  static Result<Pack> open(FoundPack found, HashKind kind);

  std::uint32_t size() const {
    return static_cast<std::uint32_t>(offsets_.size());
  }

  // By the order of the index: that of their ids.
  const PackIndex& index() const { return index_.index(); }
  // The entry of the index's i-th object, and back.
  PackEntry entry_of(std::uint32_t i) const { return entry_of_[i]; }
  std::uint32_t index_of(PackEntry entry) const { return index_of_[entry]; }

  std::uint64_t offset(PackEntry entry) const { return offsets_[entry]; }
  // kNoEntry: it is not in the pack.
  PackEntry find(const ObjectId& id) const;

  // Bytes that it takes in the pack.
  std::uint64_t packed_size(PackEntry entry) const;

  // Error: it is corrupt.
  Result<EntryHeader> header(PackEntry entry) const;

  // What the delta `entry` is made from. Error: that is not in this pack.
  // REQUIRES: header.is_delta.
  Result<PackEntry> base(PackEntry entry, const EntryHeader& header) const;

  // Is it what the index says? Looks at all bytes of the entry.
  bool has_right_checksum(PackEntry entry) const;

  // MappedFile::give_back() of the pack.
  void give_back() const { bytes_.give_back(); }

 private:
  Pack(HashKind kind, MappedFile bytes, PackIndexFile index)
      : kind_(kind), bytes_(std::move(bytes)), index_(std::move(index)) {}
  Result<void> sort_entries();
  PackEntry entry_at(std::uint64_t offset) const;

  HashKind kind_;
  MappedFile bytes_;
  PackIndexFile index_;
  std::uint64_t end_ = 0;               // of the last entry
  std::vector<std::uint64_t> offsets_;  // by entry
  std::vector<std::uint32_t> index_of_;
  std::vector<PackEntry> entry_of_;
};

}  // namespace patrol

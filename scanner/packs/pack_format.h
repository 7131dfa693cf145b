// What packs are made of, told from bytes at an offset: the header of a pack,
// that of an entry, and the object at the end of a chain of deltas. Who reads
// all of a pack (pack.h) and who reads one object of it (object_lookup.h) both
// begin here.
//
// The format: git's Documentation/gitformat-pack.txt.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "scanner/core/result.h"
#include "scanner/git/object_id.h"
#include "scanner/packs/inflate.h"
#include "scanner/packs/loose_objects.h"
#include "scanner/packs/pack_index.h"

namespace patrol {

// What an entry's first bytes say.
struct EntryHeader {
  ObjectKind kind{};              // of one that is whole
  bool is_delta = false;          // it is made from another one, whose
  std::uint64_t base_offset = 0;  // offset this is, or whose
  std::string_view base_id;       // id, if this is not empty
  std::uint64_t size = 0;  // of what is compressed: the object or the delta
  std::string_view data;   // compressed, and perhaps some bytes behind it
};

// Deltas on deltas: git writes 50, its limit is 4095.
inline constexpr std::size_t kLongestChain = 10'000;

// Returns the end of the last entry, which is where the checksum begins. Error:
// `bytes` are no pack, or not the one that `index` is of.
Result<std::uint64_t> check_pack(std::string_view bytes, const PackIndex& index,
                                 HashKind kind);

// The entry at `offset` of `pack`, which ends at `end` or before. Error: it is
// corrupt, or lies outside. No byte beyond `end` is touched.
// REQUIRES: end <= pack.size().
Result<EntryHeader> parse_entry_header(std::string_view pack,
                                       std::uint64_t offset, std::uint64_t end,
                                       HashKind kind);

// The object that `chain` makes: first what is asked for, last what is whole.
// Error: a part is corrupt, or it or the object has more than `most` bytes
// ("limit: ..."). REQUIRES: the last one, and it alone, is no delta.
Result<Object> unpack_chain(std::span<const EntryHeader> chain,
                            std::uint64_t most, Inflater& inflater);

}  // namespace patrol

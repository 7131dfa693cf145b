// Which objects several packs hold, and where: the file multi-pack-index in
// objects/pack/, which may stand there instead of the packs' own .idx files.
//
// The format (git's Documentation/gitformat-pack.adoc); numbers big-endian, N
// objects sorted by id:
//
//   "MIDX" | version, hash, number of chunks, of bases: a byte each |
//   number of packs 4 | chunks x (name 4, place 8) | 0 4, end 8 | chunk ... |
//   checksum
//
//   PNAM   "pack-....idx" NUL, once for each pack
//   OIDF   256 counts: how many ids begin with this byte or a smaller one
//   OIDL   N x id
//   OOFF   N x (pack 4, offset 4)
//   LOFF   M x offset 8: if there is this chunk, an offset of 4 bytes whose
//          first bit is set is the number of one of these
//
// What it cannot tell: an object that is in two packs is listed with one of
// them, so of a pack alone the list is not whole. An incremental index (a chain
// of such files) is an error. The checksum at the end is not looked at, as git
// does not when it reads.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/core/result.h"
#include "scanner/git/object_id.h"

namespace patrol {

// A view of the file's bytes, which must outlive it. Threads may share it.
class MultiPackIndex {
 public:
  // Everything is checked here, so that what follows cannot read beyond the
  // file: counts, places, the order of ids, numbers of packs and offsets.
  // Whether an offset lies in the pack is for the pack to say.
  static Result<MultiPackIndex> parse(std::string_view file, HashKind kind);

  // Names of index files, which need not exist: "pack-....idx". The pack beside
  // it is called ".pack". Without '/'.
  const std::vector<std::string>& packs() const { return packs_; }

  std::uint32_t size() const { return size_; }

  // REQUIRES of all: i < size().
  ObjectId id(std::uint32_t i) const { return ObjectId::from_raw(raw_id(i)); }
  std::uint32_t pack(std::uint32_t i) const;  // the place in packs()
  std::uint64_t offset(std::uint32_t i) const;

 private:
  class Parser;

  std::string_view raw_id(std::uint32_t i) const {
    return ids_.substr(std::uint64_t{i} * id_size_, id_size_);
  }
  bool is_large(std::uint32_t i) const;

  std::vector<std::string> packs_;
  std::uint32_t size_ = 0;
  std::size_t id_size_ = 0;
  std::string_view ids_;
  std::string_view places_;  // pack and offset
  std::string_view large_offsets_;
  bool has_large_offsets_ = false;
};

}  // namespace patrol

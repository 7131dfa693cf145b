// One object by its id, straight from where it lies.
//
// ObjectStore numbers all objects of a repository, which pays for itself when
// all are read: 0.2 s for the 849,000 of git's own repository. A hook that asks
// for twenty of them has not so long. Here nothing is made of the objects that
// nobody asks for:
//
//   id -> pack-*.idx   twenty steps of a binary search, mapped
//      -> pack-*.pack  the entry at that offset, and what it is made from
//      -> objects/3b/  if no pack has it
//
// Where an entry ends is not known without the offset of the next, so the
// CRC-32 of the index cannot be asked: each object is checked against its id.
//
// What it costs: a listing and the mapping of each pack's index at the start; a
// pack itself is mapped when it has something that is asked for.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/core/input.h"
#include "scanner/core/result.h"
#include "scanner/git/object_id.h"
#include "scanner/git/repository.h"
#include "scanner/packs/loose_objects.h"
#include "scanner/packs/pack_format.h"

namespace patrol {

// Threads may share it. Errors do not name the object: the caller knows it. One
// that is nowhere is "missing".
class ObjectLookup {
 public:
  // What of the store cannot be read is a line of warnings(), and what is in it
  // is missing.
  explicit ObjectLookup(const Repository& repository);
  ~ObjectLookup();
  ObjectLookup(const ObjectLookup&) = delete;
  ObjectLookup& operator=(const ObjectLookup&) = delete;

  HashKind hash() const { return hash_; }
  const std::vector<std::string>& warnings() const { return warnings_; }

  // Kind and size, from the first bytes of the object and of what it is made
  // from. Error: no copy can be read so far.
  Result<LooseHeader> header(const ObjectId& id) const;

  // Error: no copy can be read and is what its id says, or it has more than
  // `most` bytes ("limit: ...").
  Result<Object> read(const ObjectId& id, std::uint64_t most) const;

  // All whose ids begin with these digits, sorted: what an abbreviation stands
  // for. REQUIRES: two lower-case hexadecimal digits or more, and not more than
  // an id has.
  std::vector<ObjectId> ids_with(std::string_view digits) const;

  // The contents of one that is too large for that, in pieces; *this must
  // outlive it. Its id is not checked. Error: as read(), or it is stored as a
  // delta, which only memory could put together.
  Result<std::unique_ptr<Input>> open(const ObjectId& id) const;

 private:
  struct PackFiles;
  using Chain = std::vector<EntryHeader>;

  void open_packs(const std::string& folder);
  template <typename Value, typename FromPack, typename FromFile>
  Result<Value> first_copy(const ObjectId& id, const FromPack& from_pack,
                           const FromFile& from_file) const;
  Result<Chain> chain(const PackFiles& pack, std::uint32_t i) const;
  static Result<std::uint64_t> base_offset(const PackFiles& pack,
                                           const EntryHeader& entry);
  Result<Object> read_packed(const Chain& chain, const ObjectId& id,
                             std::uint64_t most) const;

  HashKind hash_;
  std::vector<std::unique_ptr<PackFiles>> packs_;
  std::vector<LooseObjects> loose_;
  std::vector<std::string> warnings_;
};

}  // namespace patrol

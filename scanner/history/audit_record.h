// What an audit learned of a repository, so that the next one reads only what
// is new: object ids, numbers, and nothing that was found. Whoever gets hold of
// a record learns which of the repository's objects are of interest, and needs
// the repository to learn why.
//
//   packs       2, all of whose objects were read     these are passed over,
//   loose       17 objects in files of their own      except for those that
//   look_again  3 of these held something             are looked at again
//
// A finding is no part of it, nor its secret, a hash of that, or a path: the
// few objects in look_again are scanned again each time. Names are part of it
// of one kind, members of archives that are binary, and those alone in which no
// rule finds a secret: to learn them again, all archives were unpacked. Where
// nothing at all changed since (head, refs, packs, loose), who brought in what
// need not be asked again, either: places says it, and a path is there as the
// way to it (tree_path.h), which only the repository's trees turn into text.
//
// As bytes: lists are a count and ids, raw; numbers have seven bits a byte, the
// lowest first, the eighth set if more follow.
//
//   hash, 1 | packs | loose | look_again | binary | lfs | missing | gitlinks |
//   of_head | count | archive . . | blobs | commits | bytes | has_head, 1 |
//   head | refs, 32 | has_places, 1 | count | place . . .
//
//   archive: blob | count | size | name . .
//   place:   blob | commit | removed | secret | count | path . . | versions |
//            flags, 1
//
// head is not there without has_head, nor what follows has_places. There is one
// way to write a record; every other is refused.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/core/digest.h"
#include "scanner/git/object_id.h"

namespace patrol {

// One location of a finding. Ids of zeros: none.
struct AuditPlace {
  ObjectId blob;
  ObjectId commit;           // that brought it in
  ObjectId removed;          // that took it out
  std::uint32_t secret = 0;  // which of the blob's: by where each stands first
  std::vector<std::uint32_t> path;  // TreePaths::ordinals_of the commit's tree
  std::uint32_t versions = 1;
  bool at_head = false;
  bool at_shallow_border = false;
  bool is_note = false;  // `commit` is one of git notes

  bool operator==(const AuditPlace&) const = default;
};

// An archive of which nothing is to be said but that these are binary.
struct AuditArchive {
  ObjectId blob;
  std::vector<std::string> binary_members;  // BlobName::member; sorted

  auto operator<=>(const AuditArchive&) const = default;
};

struct AuditRecord {
  using Place = AuditPlace;

  HashKind hash{};

  // All of whose objects were read: Standing::packs, in lower
  // case.
  std::vector<std::string> packs;

  // Here and below: sorted, each once. Objects that were read, and lie in files
  // of their own.
  std::vector<ObjectId> loose;

  // To be scanned again each time: blobs, commits and tags in which something
  // was found, or that were skipped in part or not read (archives, limits).
  std::vector<ObjectId> look_again;

  // Blobs that count as skipped: binary ones, LFS pointers.
  std::vector<ObjectId> binary;
  std::vector<ObjectId> lfs;

  std::vector<ObjectId> missing;   // what the repository names and lacks
  std::vector<ObjectId> gitlinks;  // commits of submodules

  // Commits and targets of tags in look_again that HEAD's history has.
  std::vector<ObjectId> of_head;

  // Each blob once, and none of look_again.
  std::vector<AuditArchive> archives;

  // Totals of what was read.
  std::uint64_t blobs = 0;
  std::uint64_t commits = 0;
  std::uint64_t bytes = 0;

  // How the repository stood.
  bool has_head = false;
  ObjectId head;  // zeros without has_head
  Digest refs{};  // of all references and logs, as the caller computes it

  // Everything that was reported there; empty without has_places.
  bool has_places = false;
  std::vector<AuditPlace> places;

  bool operator==(const AuditRecord&) const = default;
};

// Brings all lists but `places` into order.
void sort_lists(AuditRecord& record);

// REQUIRES: the lists are in order. A pack whose checksum is none is left out:
// it is read again.
std::string to_bytes(const AuditRecord& record);

// nullopt: no record, or not one that to_bytes() writes. Any bytes may be
// given; takes memory of at most eight times their size.
std::optional<AuditRecord> audit_record_from(std::string_view bytes);

}  // namespace patrol

// Objects that lie in files of their own, until git packs them.
//
//   objects/3b/18e512dba79e4c8300dd08aeb37f8e728b8dad
//           id, cut after two digits
//   zlib:   "blob 12\0hello world\n"
//           header  | contents
//
// The id is the hash of all that, and is checked here: unlike a pack, a loose
// object has no other check than the Adler-32 of its stream. What git is still
// writing (tmp_obj_...) is no object yet.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/core/input.h"
#include "scanner/core/result.h"
#include "scanner/git/object_id.h"
#include "scanner/packs/inflate.h"

namespace patrol {

struct LooseHeader {
  ObjectKind kind{};
  std::uint64_t size = 0;  // of the contents, in bytes
};

struct Object {
  ObjectKind kind{};
  // With kPadding readable zeros after its end (core/buffer.h), as long as it
  // is moved and not copied.
  std::string bytes;
};

// The id of an object with these contents. Copies them.
ObjectId id_of(ObjectKind kind, std::string_view contents, HashKind hash);

// Those of one folder `objects`. Threads may share it. Errors do not name the
// object; one that vanished since it was listed is "No such file ...": git has
// packed it, or thrown it away.
class LooseObjects {
 public:
  LooseObjects(std::string folder, HashKind hash)
      : folder_(std::move(folder)), hash_(hash) {}

  // Sorted. Files whose name is no id are none. A folder that cannot be listed
  // is a line of `warnings`.
  std::vector<ObjectId> list(std::vector<std::string>& warnings) const;

  // Is there a file of that name? What is in it is not asked.
  bool contains(const ObjectId& id) const;

  // What its first bytes say; nothing else of it is read.
  Result<LooseHeader> header(const ObjectId& id) const;

  // Error: it is damaged, is another one than its name says, or has more than
  // `most` bytes ("limit: ...").
  Result<Object> read(const ObjectId& id, std::uint64_t most,
                      Inflater& inflater) const;

  // The contents of one that is too large for that, in pieces. That there are
  // as many as the header says is checked at the end, the id is not.
  Result<std::unique_ptr<Input>> open(const ObjectId& id) const;

 private:
  std::string path(const ObjectId& id) const;

  std::string folder_;
  HashKind hash_;
};

}  // namespace patrol

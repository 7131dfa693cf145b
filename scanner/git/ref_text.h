// The texts that say what references are.
//
//   HEAD            ref: refs/heads/main          a name, or
//   refs/heads/x    3b18e512...                   an id
//   FETCH_HEAD      3b18e512...  not-for-merge  branch 'x' of ...
//                   1f7a3b2c...    an id a line, and more about it
//   packed-refs     # pack-refs with: peeled fully-peeled sorted
//                   3b18e512... refs/tags/v1
//                   ^1f7a3b2c...   what the tag above is of
//   logs/HEAD       3b18e512... 1f7a3b2c... A <a@b> 1700000000 +0000  what
//                   the id before and after; zeros stand for none
//
// Only taken apart here; what a name leads to is asked in refs.h. Pure.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/git/object_id.h"

namespace patrol {

// What the file of one reference says.
struct RefText {
  std::string target;         // the name that it stands for, or ""
  std::vector<ObjectId> ids;  // several: one a line
};

// nullopt: neither. An id ends with the text or with a blank; lines after the
// first need not begin with one. The id of zeros is none.
std::optional<RefText> parse_ref(std::string_view text, HashKind hash);

// "3b18e512... refs/tags/v1"
struct PackedRef {
  std::string_view name;  // in the text
  ObjectId id;
};

// All references of a packed-refs file. False: there are lines that are none;
// the others are taken.
bool parse_packed_refs(std::string_view text, HashKind hash,
                       const std::function<void(const PackedRef&)>& take);

// Every id of a reflog, those before and those after. False: as above.
bool parse_reflog(std::string_view text, HashKind hash,
                  std::vector<ObjectId>& ids);

}  // namespace patrol

// What a commit and an annotated tag say, from their bytes as git stores them:
//
//   tree 5a1e...                              object 0d3c...
//   parent 77b2...   none, one or several     type commit
//   author A U Thor <a@example.com> 1700000000 +0100
//   committer ...                             tag v1.0
//   gpgsig ...       other fields; a line     tagger ...
//    that begins with a space goes on
//                    an empty line
//   The message
//
// A repository may hold any bytes under these names: commits that other
// programs wrote with dates of the year 10^12 or none, names in Latin-1, NULs.
// What can be had is given. Only what the history hangs on must be well-formed,
// the ids that stand first; git refuses such a commit too. What is in other
// fields, a signature, the tag that was merged, is not told: who seeks secrets
// in a commit looks at all its bytes, and asks here what stands where.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "scanner/core/location.h"
#include "scanner/core/result.h"
#include "scanner/git/object_id.h"

namespace patrol {

// "A U Thor <a@example.com> 1700000000 +0100"
struct Identity {
  Span text;               // of "A U Thor <a@example.com>" in the object's
                           // bytes; empty: there is none
  std::string_view name;   // without blanks around it; may be empty
  std::string_view email;  // likewise, without brackets
  // Since the Unix epoch, up to the year 9999. nullopt: none, negative (git
  // has no such dates) or absurd. The time zone says where, not when.
  std::optional<std::int64_t> seconds;
};

// Views lead into the bytes that were parsed.
struct Commit {
  ObjectId tree;
  std::vector<ObjectId> parents;
  Identity author;
  Identity committer;
  std::uint64_t message = 0;  // offset; the size of the commit if it has none
};

struct Tag {
  ObjectId object;
  ObjectKind kind = ObjectKind::kCommit;  // of `object`
  std::string_view name;                  // may be empty
  Identity tagger;                        // git before 0.99.9 wrote none
  std::uint64_t message = 0;              // offset, as above
};

// An error: the tree, a parent, the object or its type is not there. Names no
// object: the caller knows which.
Result<Commit> parse_commit(std::string_view bytes, HashKind hash);
Result<Tag> parse_tag(std::string_view bytes, HashKind hash);

}  // namespace patrol

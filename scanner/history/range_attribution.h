// Which commit of a range brought a secret in at a path, and which took it out.
//
//   commits   A---1---2---3---4  B       the range A..B is 1 2 3 4
//   path      -   x   x'  -   -          x and x' hold the secret
//                 introduced: 1          versions: 2
//                         removed: 3     not at the head
//
// *Introduced* by the commit that has the secret at the path while none of its
// parents has; of several by the earliest, then by the one with the smaller id
// (CONTRACT 4). That is exact: range_changes.h says why. What was there before
// the range and is changed in it is not introduced; what a merge takes from one
// of its parents neither.
//
// *Removed* by the latest commit that has no such secret at the path while all
// of its parents have, as in whole histories; not told while a head has it. If
// there is none, by the latest one of whose parents has: a merge that dropped a
// side. A merge that brought a side on which the secret still was together with
// one on which it was gone already took nothing out.
//
// One secret at several paths is several introductions: a rename is one at the
// new path, and a removal at the old one.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "scanner/changes/commit_reader.h"
#include "scanner/changes/range_changes.h"
#include "scanner/changes/trees.h"
#include "scanner/git/object_id.h"

namespace patrol {

// The secrets that a blob holds, by number, sorted, each once. Asked for
// RangeChanges::blobs(), and at paths where one of these holds something for
// those in the trees of parents and heads; so that of the blobs that are no
// blobs() only a few are asked for. The same blob
// must always give the same; a blob that cannot be read holds nothing.
using SecretsOfBlob =
    std::function<std::vector<std::uint32_t>(const ObjectId& blob)>;

// One secret at one path. Commits are places in RangeChanges::commits.
struct RangeIntroduction {
  std::string path;
  std::uint32_t secret = 0;
  std::uint32_t commit = 0;
  ObjectId blob;               // that the commit has there
  std::uint32_t versions = 1;  // distinct blobs that commits of the range
                               // brought to the path and that hold it
  bool is_at_head = false;     // a head has it at the path
  // nullopt: it is at a head, or nobody did.
  std::optional<std::uint32_t> removed_by;
  bool is_at_border = false;  // WalkedCommit::is_at_border of `commit`
};

// Sorted by (path, secret), each once. `heads`: trees of the commits that the
// range is of, B of A..B. `trees` may lose more on the way (Trees::lost()).
std::vector<RangeIntroduction> attribute_range(const RangeChanges& range,
                                               std::span<const ObjectId> heads,
                                               const SecretsOfBlob& secrets_of,
                                               Trees& trees,
                                               CommitReader& commits);

}  // namespace patrol

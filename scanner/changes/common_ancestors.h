// What two commits have in common, for A...B: what one of both reaches, less
// what both do.
//
//   1---2---3---4  A     both reach 1 and 2; 2 reaches all of that, so 2 is
//       `---5---6  B     given
//
// Goes down from both, newest first, and notes at each commit from which side
// it was reached, again when that becomes known later. It ends when all that is
// left to be met lies below a commit that both reach: it costs what has not
// been in common since then, as long as dates are right, and is right whatever
// they are. The source: paint_down_to_common() in git's commit-reach.c.
#pragma once

#include <atomic>
#include <vector>

#include "scanner/changes/commit_reader.h"
#include "scanner/git/object_id.h"

namespace patrol {

// Commits that both reach, so many that these reach all others that both do.
// Empty: there is none. What cannot be read is not gone through. Once `stop` is
// set, some may be missing.
std::vector<ObjectId> common_ancestors(CommitReader& commits, const ObjectId& a,
                                       const ObjectId& b,
                                       const std::atomic<bool>& stop);

}  // namespace patrol

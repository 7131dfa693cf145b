// What a merge that is not yet committed brings in: the other sides, which
// .git/MERGE_HEAD names.
//
//   HEAD    a.txt  1          staged  a.txt  2    as the other side has it:
//   side    a.txt  2                              somebody committed it there
//
// Whoever commits the merge did not write that, and has been told nothing new
// by being stopped: what stands in a side is the business of those who watch
// pushes and histories.
#pragma once

#include <string_view>
#include <vector>

#include "scanner/changes/commit_reader.h"
#include "scanner/changes/trees.h"
#include "scanner/git/object_id.h"
#include "scanner/git/repository.h"
#include "scanner/packs/object_source.h"

namespace patrol {

// Not for several threads.
class MergeHeads {
 public:
  // Reads nothing but that file, if there is one. A side that cannot be read
  // has nothing. `source` must outlive it.
  MergeHeads(const Repository& repository, const ObjectSource& source);

  // What the sides have at `path`, of those that have something there.
  std::vector<ObjectId> contents_of(std::string_view path);

 private:
  Trees trees_;
  std::vector<ObjectId> roots_;
};

}  // namespace patrol

// From what a user typed for a range to its commits.
//
//   "main..topic"  -> RevisionReader -> RevisionRange -> walk_range
//                     asks the         ids              the commits
//                     commit_source
#pragma once

#include <atomic>

#include "scanner/changes/commit_reader.h"
#include "scanner/changes/commit_walk.h"
#include "scanner/changes/revision.h"
#include "scanner/packs/object_source.h"

namespace patrol {

// Tags of tags are followed so far. No one makes more.
inline constexpr int kMostTags = 100;

// What a RevisionReader asks; both must outlive it.
CommitSource commit_source(const ObjectSource& source, CommitReader& commits,
                           HashKind hash);

// walk_commits() for what RevisionReader::range() gives.
CommitWalk walk_range(CommitReader& commits, const RevisionRange& range,
                      const std::atomic<bool>& stop);

}  // namespace patrol

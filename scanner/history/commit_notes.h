// What a walk over all objects notes of commits and tags, and which of the
// commits a request is about.
//
//   --branch, --reachable   a set of commits with all that they come from
//   --since                 those of them that brought something in later
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "scanner/attribution/commit_graph.h"
#include "scanner/packs/object_table.h"

namespace patrol {

struct CommitNote {
  ObjectNumber commit = kNoObject;
  ObjectNumber tree = kNoObject;      // kNoObject: missing
  std::vector<ObjectNumber> parents;  // likewise
  std::optional<std::int64_t> date;   // the committer's
  bool is_at_border = false;          // of a shallow clone
};

// A tag, and what it points at.
struct TagNote {
  ObjectNumber tag = kNoObject;
  ObjectNumber target = kNoObject;
};

// Commits in the order of their numbers, so that a report does not depend on
// which thread met them.
CommitGraph graph_of(std::vector<CommitNote> notes);

// The commits that `tips` are, or tags of which they are; others are left out.
// REQUIRES: `tags` are sorted by `tag`.
std::vector<CommitIndex> peeled(std::span<const ObjectNumber> tips,
                                const CommitGraph& graph,
                                const std::vector<TagNote>& tags);

// By commit: is it one of `tips`, or what they come from?
std::vector<bool> reached_from(std::span<const CommitIndex> tips,
                               const CommitGraph& graph);

// The graph of those commits alone. REQUIRES: with each its parents are in it.
CommitGraph part_of(const CommitGraph& graph, const std::vector<bool>& commits);

}  // namespace patrol

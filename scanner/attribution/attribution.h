// Which commit brought a found secret in, and which took it out.
//
//   commit   1 ---- 2 ---- 3 ---- 4 ---- 5
//   a.txt    -      S      S'     S'     -      S, S': blobs with the secret
//
//   introduced by 2 (in blob S), 2 versions, not at HEAD, removed by 5
//
// The *introducing* commit has the secret at that path while none of its
// parents has; of several the one with the earliest date of the committer, then
// the least id. The *removing* commit lacks it while a parent has it; of
// several those that HEAD comes from are preferred, then those all of whose
// parents have it (a merge of an old branch, on which it still was, took
// nothing out), then the latest, then the least id. A file that moved is two
// places.
//
// Never is a commit's diff taken. What changed from tree to tree was noted when
// they were decoded (tree_changes.h); from it follows
//
//   1. which trees lead to a wanted blob (interest.h),
//   2. what is left of trees without all else, equal ones once
//      (tree_reduction.h, reduced_trees.h): nearly all commits then have the
//      tree of a parent,
//   3. the few different steps from parents to children (commit_steps.h),
//   4. the places: paths and secrets (told_places.h),
//   5. for each step, what is there and was not, and the other way round.
//
// git's own history, 200,000 commits and 380,000 trees, takes 0.13 s for some
// wanted blobs, 0.3 s for a hundred all over the tree, and 1 s if every file of
// HEAD held a secret.
//
// What it cannot do: follow a file that was renamed; tell all places of a
// secret that stands at more than kMostPaths (it says how many more it met).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "scanner/attribution/commit_graph.h"
#include "scanner/attribution/name_table.h"
#include "scanner/attribution/tree_changes.h"
#include "scanner/attribution/tree_entries.h"
#include "scanner/packs/object_table.h"

namespace patrol {

// A blob in which secrets were found.
struct WantedBlob {
  ObjectNumber blob = kNoObject;
  std::vector<std::uint32_t> secrets;  // their numbers, counted from 0
};

// What is known of a repository once all commits and trees are read.
struct HistoryFacts {
  std::span<const TreeLog* const> logs;  // of all readers, finished
  const EntryTable* entries = nullptr;
  const NameTable* names = nullptr;
  std::size_t objects = 0;  // object numbers are below
  const CommitGraph* commits = nullptr;
  ObjectNumber head = kNoObject;  // the commit; kNoObject: there is none
};

// A secret at a path, over the whole history.
struct AttributedPlace {
  std::string path;  // bytes, with '/' between names
  std::uint32_t secret = 0;
  ObjectNumber commit = kNoObject;  // that introduced it
  ObjectNumber blob = kNoObject;    // that held it then
  bool is_at_border = false;   // `commit` is at the border of a shallow clone:
                               // it may be older
  std::uint32_t versions = 0;  // blobs that hold it at this path
  bool is_at_head = false;     // it is in HEAD's tree at this path
  // The commit that removed it. kNoObject: it is at HEAD, or nobody did.
  ObjectNumber removed_by = kNoObject;
};

// A wanted blob that is in no commit's tree.
struct StrayBlob {
  ObjectNumber blob = kNoObject;
  std::string path;  // in a tree that nothing leads to; "": there is none
};

struct Attribution {
  std::vector<AttributedPlace> places;  // by path, then secret
  std::vector<StrayBlob> strays;        // by blob
  // By secret: at how many more places it was met than are told. Beyond some
  // ten thousand they are not counted on.
  std::vector<std::uint64_t> untold;
};

// Blobs may be named several times in `wanted`. The same facts give the same
// attribution, in whatever order threads noted them.
Attribution attribute(const HistoryFacts& facts,
                      const std::vector<WantedBlob>& wanted);

}  // namespace patrol

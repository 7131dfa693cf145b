// The pipeline over a repository's history: every object that it stores, not
// only what a branch reaches today. What was deleted, amended, stashed or only
// ever stood in a message is as leaked as what is in HEAD.
//
//   objects -> detect -> attribute -> collect
//   packs      what is    which path,  one location for each secret and path,
//   loose      new in     commit and   where it was introduced
//              each blob  author
//
// Like scan(), it neither runs anything of the repository nor changes it, and
// what it cannot read (a missing object, a shallow border) it says.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scanner/core/result.h"
#include "scanner/detect/detector.h"
#include "scanner/findings/collector.h"
#include "scanner/scan_notes.h"

namespace patrol {

// The commits that some reach and others do not. Each is named as a user types
// it (changes/revision.h) or by its whole id; A..B is {B} without {A}.
struct CommitRange {
  // With all that they reach. Messages of tags among them are scanned, too.
  std::vector<std::string> wanted;
  // Not wanted, nor what they reach.
  std::vector<std::string> unwanted = {};
  // Likewise. Whole ids of what another repository has; one that is not here
  // keeps nothing out.
  std::vector<std::string> had_elsewhere = {};
  // Likewise: what references reach whose names begin so. "refs/remotes/x/".
  std::optional<std::string> unwanted_refs = {};
};

struct HistoryRequest {
  // As typed: a work tree, a folder of it, or a bare repository. "." in a hook
  // is the one that git names (GIT_DIR).
  std::string repository = ".";

  // Which of its objects. By default all; each of these means fewer.
  std::optional<CommitRange> range = {};   // what its commits introduced, also
                                           // where they took it out again;
                                           // excludes the others
  std::optional<std::int64_t> since = {};  // what commits since then brought
                                           // in; seconds since the Unix epoch
  std::vector<std::string> branches = {};  // what these reach; empty: all
  bool reachable = false;  // leave out what no ref, reflog or HEAD reaches

  // None of these is asked for.
  bool is_of_all() const {
    return !range && !since && !reachable && branches.empty();
  }

  bool no_cache = false;       // neither read nor write what was seen before
  bool no_delta_scan = false;  // every blob whole: slow, for comparison
  unsigned max_archive_depth = 2;   // 0: archives are binary files
  std::uint64_t max_blob_size = 0;  // bytes; larger ones are skipped; 0: none
  unsigned jobs = 0;                // threads; 0: as many as cores
  bool explain = false;             // keep what filters dropped
};

// Scans until done or until `stop` is set. Findings, and what was skipped or
// unread, go to `collector`; every location has its Introduction.
// Error: there is no repository, or none of that name is in it (a branch, an
// end of the range); nothing was scanned.
Result<ScanNotes> scan_history(const HistoryRequest& request,
                               const Detector& detector, Collector& collector,
                               ScanProgress& progress,
                               const std::atomic<bool>& stop);

}  // namespace patrol

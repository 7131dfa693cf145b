// The audit of everything that a repository holds: every object is read, what
// was found is attributed, and the places are reported.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "scanner/attribution/attribution.h"
#include "scanner/core/result.h"
#include "scanner/detect/detector.h"
#include "scanner/findings/collector.h"
#include "scanner/git/refs.h"
#include "scanner/git/repository.h"
#include "scanner/history.h"
#include "scanner/history/audit_record.h"
#include "scanner/history/commit_notes.h"
#include "scanner/history/known_objects.h"
#include "scanner/history/object_reader.h"
#include "scanner/history/places.h"
#include "scanner/history/standing.h"
#include "scanner/packs/object_store.h"
#include "scanner/scan_notes.h"

namespace patrol {

// What was read of commits and tags.
struct ReadCommits {
  CommitGraph graph;
  std::vector<TagNote> tags;           // sorted
  std::vector<ObjectNumber> messages;  // with a secret; of tags, too
  ObjectNumber head = kNoObject;
  std::vector<bool> of_head;   // by commit: HEAD's history has it
  std::vector<bool> of_notes;  // by commit: that of git notes does
};

// One audit of one repository, step by step. All that it is given must outlive
// it.
class WholeAudit {
 public:
  // `before`: the record of an audit with the same settings; null: there is
  // none.
  WholeAudit(const HistoryRequest& request, const Repository& repository,
             const Refs& refs, const AuditRecord* before,
             const Detector& detector, Collector& collector,
             ScanProgress& progress, const std::atomic<bool>& stop);

  Result<ScanNotes> run();

  // What the next audit needs. nullopt: not all was read, or not all was asked
  // for. REQUIRES: run().
  std::optional<AuditRecord> record(const Standing& standing);

 private:
  Result<void> find_branches();
  void say_what_is_broken();
  void add_known();
  void read_all();
  void say_what_is_missing();
  ReadCommits commits();
  std::vector<ObjectNumber> tips_of(
      const std::function<bool(const Ref&)>& is_tip) const;
  std::optional<std::vector<bool>> selected(const ReadCommits& commits) const;
  std::vector<WantedBlob> wanted();
  void report(const ReadCommits& commits);
  static void add_strays(const std::vector<WantedBlob>& blobs,
                         Attribution& told);
  void say_what_is_untold(const Attribution& told);
  void leave_out_older(const CommitGraph& graph,
                       std::vector<AttributedPlace>& places) const;
  bool is_older(const CommitGraph& graph, ObjectNumber commit) const;
  std::vector<ObjectId> messages(
      const ReadCommits& commits,
      const std::optional<std::vector<bool>>& only) const;
  CommitStanding standing(const ReadCommits& commits, const ObjectId& id) const;
  void note_standing(const ReadCommits& commits);
  void add_objects(AuditRecord& out) const;
  bool add_places(AuditRecord& out) const;
  std::vector<SecretPlace> places_of(std::vector<AttributedPlace> places) const;

  const HistoryRequest& request_;
  const Repository& repository_;
  const Refs& refs_;
  const ObjectStore store_;
  const KnownObjects known_;
  const AuditRecord* const before_;  // null: nothing is known
  HistoryRead read_;
  std::vector<ObjectNumber> branch_tips_;
  bool is_whole_ = true;  // all was read
  std::vector<ObjectId> missing_;
  std::vector<ObjectId> gitlinks_;
  std::vector<SecretPlace> places_;  // that were reported
  bool is_any_place_lost_ = false;   // there are more
  std::vector<ObjectId> notes_;      // commits of git notes among them
  std::vector<ObjectId> of_head_;  // commits with a message, of HEAD's history
};

}  // namespace patrol

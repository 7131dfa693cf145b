#include "scanner/history/range_audit.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scanner/git/commit_reader.h"
#include "scanner/git/object_lookup.h"
#include "scanner/git/range_changes.h"
#include "scanner/git/range_walk.h"
#include "scanner/git/refs.h"
#include "scanner/git/revision.h"
#include "scanner/git/stored_source.h"
#include "scanner/git/trees.h"
#include "scanner/history/blob_secrets.h"
#include "scanner/history/places.h"
#include "scanner/history/range_attribution.h"
#include "scanner/outcome_sink.h"

namespace patrol {
namespace {

class RangeAudit {
 public:
  RangeAudit(const HistoryRequest& request, const Repository& repository,
             const Detector& detector, Collector& collector,
             ScanProgress& progress, const std::atomic<bool>& stop,
             BlobScanner scanner)
      : request_(request),
        repository_(repository),
        detector_(detector),
        collector_(collector),
        progress_(progress),
        stop_(stop),
        scanner_(std::move(scanner)),
        lookup_(repository),
        objects_(lookup_),
        sink_(collector, progress, request.explain),
        blobs_({request, objects_, repository.hash(), scanner_, stop, sink_},
               secrets_) {}

  Result<ScanNotes> run();

 private:
  Result<RevisionRange> range(CommitReader& commits) const;

  std::vector<SecretNumber> secrets_of(const ObjectId& blob);
  void scan_message(const ObjectId& commit);
  void report(const RangeChanges& changes,
              std::vector<RangeIntroduction> places);

  std::string name(const ObjectId& id) const {
    return id.hex(repository_.hash());
  }

  const HistoryRequest& request_;
  const Repository& repository_;
  const Detector& detector_;
  Collector& collector_;
  ScanProgress& progress_;
  const std::atomic<bool>& stop_;
  BlobScanner scanner_;
  const ObjectLookup lookup_;
  const StoredSource objects_;
  OutcomeSink sink_;
  Secrets secrets_;
  BlobSecrets blobs_;
  std::vector<ObjectId> messages_;  // with a secret
};

Result<ScanNotes> RangeAudit::run() {
  CommitReader commits(objects_, repository_.hash(), repository_.shallow);
  const Result<RevisionRange> wanted = range(commits);
  if (!wanted) return wanted.error();
  sink_.warn(std::vector<std::string>(lookup_.warnings()));
  sink_.warn(std::vector<std::string>(repository_.warnings));
  Trees trees(objects_, repository_.hash());
  const RangeChanges changes =
      range_changes(walk_range(commits, *wanted, stop_), commits, trees, stop_);
  for (const WalkedCommit& commit : changes.commits) scan_message(commit.id);
  std::vector<ObjectId> heads;
  for (const ObjectId& id : wanted->wanted) {
    if (const CommitNode* head = commits.find(id)) heads.push_back(head->tree);
  }
  report(changes, attribute_range(
                      changes, heads,
                      [&](const ObjectId& blob) { return secrets_of(blob); },
                      trees, commits));
  for (const WalkedCommit& commit : changes.commits) {
    if (std::ranges::binary_search(repository_.shallow, commit.id)) {
      collector_.add_unread({name(commit.id)}, kShallowBorder);
    }
  }
  if (changes.is_stopped) collector_.add_unread({}, "interrupted");
  for (const LostObject& lost : changes.lost) {
    collector_.add_unread({name(lost.id)}, lost.reason);
  }
  return sink_.take_notes();
}

Result<RevisionRange> RangeAudit::range(CommitReader& commits) const {
  const Result<Refs> refs = read_refs(repository_);
  if (!refs) return refs.error();
  const CommitSource source =
      commit_source(objects_, commits, repository_.hash());
  const RevisionReader revisions(
      *refs,
      [this](std::string_view digits) { return lookup_.ids_with(digits); },
      repository_.hash(), source);
  const Result<ObjectId> from = revisions.commit(request_.range->from);
  if (!from) return from.error();
  const Result<ObjectId> to = revisions.commit(request_.range->to);
  if (!to) return to.error();
  return RevisionRange{{*to}, {*from}, {}};
}

// Sorted, as range_attribution.h asks for them.
std::vector<SecretNumber> RangeAudit::secrets_of(const ObjectId& blob) {
  progress_.blobs.fetch_add(1, std::memory_order_relaxed);
  std::vector<SecretNumber> secrets = blobs_.of(blob);
  std::ranges::sort(secrets);
  return secrets;
}

void RangeAudit::scan_message(const ObjectId& commit) {
  progress_.commits.fetch_add(1, std::memory_order_relaxed);
  const Result<Object> object = objects_.read(commit);
  if (!object) return;  // it was read a moment ago; range_changes() says more
  const BlobOutcome outcome = scanner_.scan(object->bytes, stop_);
  if (!outcome.detections.empty()) messages_.push_back(commit);
}

void RangeAudit::report(const RangeChanges& changes,
                        std::vector<RangeIntroduction> places) {
  std::vector<SecretPlace> out;
  for (RangeIntroduction& place : places) {
    SecretPlace told;
    told.path = std::move(place.path);
    told.secret = place.secret;
    told.blob = place.blob;
    told.commit = changes.commits[place.commit].id;
    if (place.removed_by) {
      told.removal = changes.commits[*place.removed_by].id;
    }
    told.versions = place.versions;
    told.is_at_head = place.is_at_head;
    told.is_at_border = place.is_at_border;
    out.push_back(std::move(told));
  }
  PlaceReport report({.objects = objects_,
                      .hash = repository_.hash(),
                      .detector = detector_,
                      .max_archive_depth = request_.max_archive_depth,
                      .stop = stop_,
                      .secrets = secrets_,
                      .collector = collector_,
                      .standing = [](const ObjectId&) {
                        return CommitStanding{.is_of_head = true};
                      }});
  report.add_blobs(std::move(out));
  report.add_messages(messages_);
}

}  // namespace

Result<ScanNotes> audit_range(const HistoryRequest& request,
                              const Repository& repository,
                              const Detector& detector, Collector& collector,
                              ScanProgress& progress,
                              const std::atomic<bool>& stop) {
  Result<BlobScanner> scanner = BlobScanner::make(detector);
  if (!scanner) return scanner.error();
  return RangeAudit(request, repository, detector, collector, progress, stop,
                    *std::move(scanner))
      .run();
}

}  // namespace patrol

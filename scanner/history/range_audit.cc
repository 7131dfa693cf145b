#include "scanner/history/range_audit.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scanner/changes/commit_reader.h"
#include "scanner/changes/range_changes.h"
#include "scanner/changes/range_walk.h"
#include "scanner/changes/revision.h"
#include "scanner/changes/trees.h"
#include "scanner/git/commit.h"
#include "scanner/git/refs.h"
#include "scanner/history/blob_secrets.h"
#include "scanner/history/places.h"
#include "scanner/history/range_attribution.h"
#include "scanner/outcome_sink.h"
#include "scanner/packs/object_lookup.h"
#include "scanner/packs/stored_source.h"

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
  // What is named by its id and is no commit is unread: a tag may be of a file.
  Result<RevisionRange> range(CommitReader& commits);

  std::vector<SecretNumber> secrets_of(const ObjectId& blob);
  bool is_stored(const std::string& name) const;
  std::vector<ObjectId> had(const Refs& refs) const;
  void scan_commit(const ObjectId& commit);
  void scan_tags();
  void scan_message(const ObjectId& id, std::string_view bytes);
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
  for (const WalkedCommit& commit : changes.commits) scan_commit(commit.id);
  scan_tags();
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

Result<RevisionRange> RangeAudit::range(CommitReader& commits) {
  const Result<Refs> refs = read_refs(repository_);
  if (!refs) return refs.error();
  const CommitSource source =
      commit_source(objects_, commits, repository_.hash());
  const RevisionReader revisions(
      *refs,
      [this](std::string_view digits) { return lookup_.ids_with(digits); },
      repository_.hash(), source);
  RevisionRange out;
  for (const std::string& name : request_.range->wanted) {
    const Result<ObjectId> commit = revisions.commit(name);
    if (commit) {
      out.wanted.push_back(*commit);
    } else if (is_stored(name)) {
      collector_.add_unread({name}, commit.error().message);
    } else {
      return commit.error();
    }
  }
  for (const std::string& name : request_.range->unwanted) {
    const Result<ObjectId> commit = revisions.commit(name);
    if (!commit) return commit.error();
    out.unwanted.push_back(*commit);
  }
  for (const ObjectId& id : had(*refs)) {
    if (const auto commit = source.commit_of(id)) {
      out.unwanted.push_back(*commit);
    }
  }
  return out;
}

bool RangeAudit::is_stored(const std::string& name) const {
  const auto id = ObjectId::from_hex(name, repository_.hash());
  return id && lookup_.header(*id);
}

// What others have, or references lead to: tags of trees and objects that are
// not here among it.
std::vector<ObjectId> RangeAudit::had(const Refs& refs) const {
  std::vector<ObjectId> out;
  for (const std::string& text : request_.range->had_elsewhere) {
    const auto id = ObjectId::from_hex(text, repository_.hash());
    if (id) out.push_back(*id);
  }
  const auto& prefix = request_.range->unwanted_refs;
  for (const Ref& ref : refs.refs) {
    if (prefix && ref.name.starts_with(*prefix)) out.push_back(ref.id);
  }
  return out;
}

// Of wanted ones that are tags, of tags perhaps: what they say.
void RangeAudit::scan_tags() {
  for (const std::string& text : request_.range->wanted) {
    auto id = ObjectId::from_hex(text, repository_.hash());
    for (int tags = 0; id && tags < kMostTags; ++tags) {
      const Result<Object> object = objects_.read(*id);
      if (!object || object->kind != ObjectKind::kTag) break;
      scan_message(*id, object->bytes);
      const Result<Tag> tag = parse_tag(object->bytes, repository_.hash());
      id = tag ? std::optional(tag->object) : std::nullopt;
    }
  }
}

// Sorted, as range_attribution.h asks for them.
std::vector<SecretNumber> RangeAudit::secrets_of(const ObjectId& blob) {
  progress_.blobs.fetch_add(1, std::memory_order_relaxed);
  std::vector<SecretNumber> secrets = blobs_.of(blob);
  std::ranges::sort(secrets);
  return secrets;
}

void RangeAudit::scan_commit(const ObjectId& commit) {
  progress_.commits.fetch_add(1, std::memory_order_relaxed);
  const Result<Object> object = objects_.read(commit);
  // Else: it was read a moment ago; range_changes() says more.
  if (object) scan_message(commit, object->bytes);
}

void RangeAudit::scan_message(const ObjectId& id, std::string_view bytes) {
  const BlobOutcome outcome = scanner_.scan(bytes, stop_);
  if (!outcome.detections.empty()) messages_.push_back(id);
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

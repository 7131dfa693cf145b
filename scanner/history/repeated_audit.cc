#include "scanner/history/repeated_audit.h"

#include <algorithm>
#include <new>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "scanner/git/commit.h"
#include "scanner/history/blob_secrets.h"
#include "scanner/history/known_objects.h"
#include "scanner/history/places.h"
#include "scanner/history/tree_path.h"
#include "scanner/outcome_sink.h"
#include "scanner/packs/object_lookup.h"
#include "scanner/packs/stored_source.h"

namespace patrol {
namespace {

// Keeps what is told, until it is known that all of it can be.
class Told final : public BlobSink {
 public:
  void scanned(const BlobName& blob, BlobOutcome outcome) override {
    outcomes_.emplace_back(blob, std::move(outcome));
  }
  void skipped(const BlobName& blob, std::string_view reason) override {
    skipped_.emplace_back(blob, reason);
  }
  void unread(const BlobName& blob, std::string_view reason) override {
    unread_.emplace_back(blob, reason);
  }

  void tell(BlobSink& sink) {
    for (auto& [blob, outcome] : outcomes_) {
      sink.scanned(blob, std::move(outcome));
    }
    for (const auto& [blob, reason] : skipped_) sink.skipped(blob, reason);
    for (const auto& [blob, reason] : unread_) sink.unread(blob, reason);
  }

 private:
  std::vector<std::pair<BlobName, BlobOutcome>> outcomes_;
  std::vector<std::pair<BlobName, std::string>> skipped_;
  std::vector<std::pair<BlobName, std::string>> unread_;
};

class RepeatedAudit {
 public:
  RepeatedAudit(const HistoryRequest& request, const Repository& repository,
                const AuditRecord& record, const Detector& detector,
                const std::atomic<bool>& stop, BlobScanner scanner)
      : request_(request),
        hash_(repository.hash()),
        record_(record),
        detector_(detector),
        stop_(stop),
        scanner_(std::move(scanner)),
        lookup_(repository),
        objects_(lookup_),
        blobs_({request, objects_, hash_, scanner_, stop, told_}, secrets_),
        paths_(objects_, hash_) {}

  // False: something cannot be read.
  bool read();

  // REQUIRES: read().
  void report(Collector& collector, BlobSink& sink);

 private:
  bool look_again(const ObjectId& id);
  bool add_place(const AuditPlace& place);
  std::optional<std::string> path_of(const AuditPlace& place);

  const HistoryRequest& request_;
  HashKind hash_;
  const AuditRecord& record_;
  const Detector& detector_;
  const std::atomic<bool>& stop_;
  BlobScanner scanner_;
  const ObjectLookup lookup_;
  const StoredSource objects_;
  Secrets secrets_;
  Told told_;
  BlobSecrets blobs_;
  TreePaths paths_;
  std::vector<ObjectId> messages_;
  std::vector<SecretPlace> places_;
  std::set<ObjectId> notes_;  // commits of git notes
};

bool RepeatedAudit::read() {
  return std::ranges::all_of(
             record_.look_again,
             [&](const ObjectId& id) { return look_again(id); }) &&
         std::ranges::all_of(record_.places, [&](const AuditPlace& place) {
           return add_place(place);
         });
}

bool RepeatedAudit::look_again(const ObjectId& id) {
  const auto header = lookup_.header(id);
  if (!header) return false;
  if (header->kind == ObjectKind::kBlob) {
    blobs_.of(id);
  } else {
    messages_.push_back(id);
  }
  return true;
}

bool RepeatedAudit::add_place(const AuditPlace& place) {
  const std::vector<SecretNumber>& secrets = blobs_.of(place.blob);
  const auto path = path_of(place);
  if (place.secret >= secrets.size() || !path) return false;
  const auto known = [](const ObjectId& id) -> std::optional<ObjectId> {
    return id == ObjectId() ? std::nullopt : std::optional(id);
  };
  if (place.is_note) notes_.insert(place.commit);
  places_.push_back({.path = *path,
                     .secret = secrets[place.secret],
                     .blob = place.blob,
                     .commit = known(place.commit),
                     .removal = known(place.removed),
                     .versions = place.versions,
                     .is_at_head = place.at_head,
                     .is_at_border = place.at_shallow_border});
  return true;
}

std::optional<std::string> RepeatedAudit::path_of(const AuditPlace& place) {
  if (place.commit == ObjectId()) return std::string();
  const Result<Object> object = objects_.read(place.commit);
  if (!object) return std::nullopt;
  const Result<Commit> commit = parse_commit(object->bytes, hash_);
  if (!commit) return std::nullopt;
  const auto path = paths_.path_of(commit->tree, place.path, place.blob);
  return path ? std::optional(*path) : std::nullopt;
}

void RepeatedAudit::report(Collector& collector, BlobSink& sink) {
  told_.tell(sink);
  PlaceReport report({.objects = objects_,
                      .hash = hash_,
                      .detector = detector_,
                      .max_archive_depth = request_.max_archive_depth,
                      .stop = stop_,
                      .secrets = secrets_,
                      .collector = collector,
                      .standing = [&](const ObjectId& commit) {
                        return CommitStanding{
                            std::ranges::binary_search(record_.of_head, commit),
                            notes_.contains(commit)};
                      }});
  report.add_blobs(std::move(places_));
  report.add_messages(messages_);
}

}  // namespace

std::optional<ScanNotes> repeat_audit(
    const HistoryRequest& request, const Repository& repository,
    const AuditRecord& record, const Detector& detector, Collector& collector,
    ScanProgress& progress, const std::atomic<bool>& stop) {
  Result<BlobScanner> scanner = BlobScanner::make(detector);
  if (!scanner) throw std::bad_alloc();  // there is no other reason
  RepeatedAudit audit(request, repository, record, detector, stop,
                      *std::move(scanner));
  if (!audit.read()) return std::nullopt;
  OutcomeSink sink(collector, progress, request.explain);
  audit.report(collector, sink);
  const auto hex = [&](const ObjectId& id) {
    return BlobName{id.hex(record.hash)};
  };
  tell_skipped_blobs(record, collector);
  for (const ObjectId& id : record.gitlinks) sink.skipped(hex(id), "submodule");
  for (const ObjectId& id : record.missing) sink.unread(hex(id), "missing");
  progress.blobs = record.blobs;
  progress.commits = record.commits;
  progress.bytes = record.bytes;
  progress.files = 0;
  return sink.take_notes();
}

}  // namespace patrol

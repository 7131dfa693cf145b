#include "scanner/history/places.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "scanner/core/buffer.h"
#include "scanner/core/memory_input.h"

namespace patrol {
namespace {

// Keeps what a blob, and what it packs, gave. What could not be read in it was
// said when it was first read.
class KeptDetections final : public BlobSink {
 public:
  struct Kept {
    std::string member;
    Detection detection;
  };
  std::vector<Kept> all;

  void scanned(const BlobName& blob, BlobOutcome outcome) override {
    for (Detection& detection : outcome.detections) {
      all.push_back({blob.member, std::move(detection)});
    }
  }
  void skipped(const BlobName&, std::string_view) override {}
  void unread(const BlobName&, std::string_view) override {}
};

Introduction introduction_of(const Identity& who, std::int64_t date) {
  Introduction out;
  out.author = who.name;
  out.email = who.email;
  out.date = date;
  return out;
}

}  // namespace

BlobScanner& PlaceReport::scanner() {
  if (!scanner_) {
    Result<BlobScanner> made = BlobScanner::make(read_.detector);
    if (!made) throw std::bad_alloc();
    scanner_.emplace(*std::move(made));
  }
  return *scanner_;
}

void PlaceReport::add_blobs(std::vector<AttributedPlace> places) {
  std::ranges::stable_sort(places, {}, &AttributedPlace::blob);
  for (auto first = places.begin(); first != places.end();) {
    const auto last = std::find_if(first, places.end(), [&](const auto& place) {
      return place.blob != first->blob;
    });
    add_blob({first, last});
    first = last;
  }
}

// `places`: all of one blob.
void PlaceReport::add_blob(std::span<const AttributedPlace> places) {
  const ObjectNumber blob = places.front().blob;
  const Result<Object> object = store_.read(blob);
  if (!object) {
    return read_.collector.add_unread({object_name(read_, blob)},
                                      object.error().message);
  }
  KeptDetections kept;
  MemoryInput input(object->bytes);
  ArchiveScan scan(scanner(), read_.request.max_archive_depth, read_.stop,
                   kept);
  scan.scan({}, input);
  // By secret the first that stands in the blob.
  std::map<SecretNumber, const KeptDetections::Kept*> first;
  for (const KeptDetections::Kept& one : kept.all) {
    first.try_emplace(read_.sightings.number(one.detection), &one);
  }
  for (const AttributedPlace& place : places) {
    const auto found = first.find(place.secret);
    if (found == first.end()) continue;
    std::vector<Detection> detections = {found->second->detection};
    read_.collector.add({place.path, found->second->member}, provenance(place),
                        std::move(detections));
  }
}

Provenance PlaceReport::provenance(const AttributedPlace& place) {
  Introduction out;
  LocationKind kind = LocationKind::kBlob;
  if (place.commit != kNoObject) {
    fill_author(place.commit, out);
    const CommitStanding standing = standing_(place.commit);
    out.commit = object_name(read_, place.commit);
    if (standing.is_note) kind = LocationKind::kNote;
  }
  out.blob = object_name(read_, place.blob);
  out.versions = place.versions;
  out.at_head = place.is_at_head;
  out.at_shallow_border = place.is_at_border;
  if (place.removed_by != kNoObject) {
    Introduction removal;
    fill_author(place.removed_by, removal);
    out.removed_commit = object_name(read_, place.removed_by);
    out.removed_date = removal.date;
  }
  return {kind, std::move(out)};
}

void PlaceReport::fill_author(ObjectNumber commit, Introduction& out) {
  const auto known = authors_.find(commit);
  if (known != authors_.end()) {
    out = known->second;
    return;
  }
  const Result<Object> object = store_.read(commit);
  if (object) {
    const Result<Commit> parsed = parse_commit(object->bytes, read_.hash);
    if (parsed) {
      out = introduction_of(parsed->author,
                            parsed->committer.seconds.value_or(0));
    }
  }
  authors_.emplace(commit, out);
}

void PlaceReport::add_messages(std::vector<ObjectNumber> messages) {
  std::ranges::sort(messages);
  for (const ObjectNumber number : messages) add_message(number);
}

void PlaceReport::add_message(ObjectNumber number) {
  const Result<Object> object = store_.read(number);
  if (!object) {
    return read_.collector.add_unread({object_name(read_, number)},
                                      object.error().message);
  }
  const std::string_view bytes = object->bytes;
  Introduction out;
  std::set<std::string_view> names;
  std::uint64_t message = 0;
  const auto text_of = [&](const Identity& who) {
    names.insert(bytes.substr(who.text.begin, who.text.size()));
  };
  LocationKind kind = LocationKind::kCommitMessage;
  if (object->kind == ObjectKind::kTag) {
    const Result<Tag> tag = parse_tag(bytes, read_.hash);
    if (!tag) return;
    out = introduction_of(tag->tagger, tag->tagger.seconds.value_or(0));
    text_of(tag->tagger);
    message = tag->message;
    kind = LocationKind::kTagMessage;
    const ObjectNumber target = read_.objects.find(tag->object);
    if (tag->kind == ObjectKind::kCommit && target != kNoObject) {
      out.commit = object_name(read_, target);
      out.at_head = standing_(target).at_head;
    }
  } else {
    const Result<Commit> commit = parse_commit(bytes, read_.hash);
    if (!commit) return;
    out =
        introduction_of(commit->author, commit->committer.seconds.value_or(0));
    text_of(commit->author);
    text_of(commit->committer);
    message = commit->message;
    out.commit = object_name(read_, number);
    out.at_head = standing_(number).at_head;
  }
  out.blob = object_name(read_, number);
  for (const std::string_view name : names) {
    add_text(LocationKind::kIdentity, name, out);
  }
  add_text(kind, bytes.substr(message), out);
}

void PlaceReport::add_text(LocationKind kind, std::string_view text,
                           const Introduction& introduction) {
  const PaddedCopy copy(text);
  BlobOutcome outcome = scanner().scan(copy.view(), read_.stop);
  if (outcome.detections.empty()) return;
  read_.collector.add({}, {kind, introduction}, std::move(outcome.detections));
}

}  // namespace patrol

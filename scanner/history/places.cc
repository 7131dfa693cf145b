#include "scanner/history/places.h"

#include <algorithm>
#include <new>
#include <set>
#include <utility>

#include "scanner/archive_scan.h"
#include "scanner/core/buffer.h"
#include "scanner/core/memory_input.h"
#include "scanner/core/utc_time.h"
#include "scanner/git/commit.h"

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

Introduction introduction_of(const Identity& author, const Identity& when) {
  Introduction out;
  out.author = author.name;
  out.email = author.email;
  out.date = when.seconds.value_or(0);
  return out;
}

// A rebase makes a commit younger than what was pushed before it.
std::int64_t first_time(const Commit& commit) {
  return std::min(commit.author.seconds.value_or(0),
                  commit.committer.seconds.value_or(0));
}

// `seconds`: 0 if nobody knows. Days are compared, since some say no hour.
bool had_expired(const Detection& detection, std::int64_t seconds) {
  constexpr std::size_t kDay = std::string_view("2026-11-28").size();
  const auto expires =
      std::ranges::find(detection.facts, "expires", &Facts::value_type::first);
  return seconds > 0 && expires != detection.facts.end() &&
         expires->second.substr(0, kDay) < utc_time(seconds).substr(0, kDay);
}

void doubt_if_expired(std::int64_t seconds,
                      std::vector<Detection>& detections) {
  for (Detection& detection : detections) {
    if (detection.check_digits != CheckDigits::kValid &&
        had_expired(detection, seconds)) {
      detection.confidence = Confidence::kLow;
    }
  }
}

std::string_view text_of(const Identity& who, std::string_view bytes) {
  return bytes.substr(who.text.begin, who.text.size());
}

}  // namespace

BlobScanner& PlaceReport::scanner() {
  if (!scanner_) {
    Result<BlobScanner> made = BlobScanner::make(source_.detector);
    if (!made) throw std::bad_alloc();  // there is no other reason
    scanner_.emplace(*std::move(made));
  }
  return *scanner_;
}

std::vector<SecretPlace> PlaceReport::add_blobs(
    std::vector<SecretPlace> places) {
  std::ranges::stable_sort(places, {}, &SecretPlace::blob);
  for (auto first = places.begin(); first != places.end();) {
    const auto last = std::find_if(first, places.end(), [&](const auto& place) {
      return place.blob != first->blob;
    });
    add_blob({first, last});
    first = last;
  }
  return places;
}

// `places`: all of one blob. Of each secret the first that stands in it.
void PlaceReport::add_blob(std::span<SecretPlace> places) {
  const ObjectId& blob = places.front().blob;
  const Result<Object> object = source_.objects.read(blob);
  if (!object) {
    return source_.collector.add_unread({blob.hex(source_.hash)},
                                        object.error().message);
  }
  KeptDetections kept;
  MemoryInput input(object->bytes);
  ArchiveScan scan(scanner(), source_.max_archive_depth, source_.stop, kept);
  scan.scan({}, input);
  std::vector<std::pair<SecretNumber, const KeptDetections::Kept*>> first;
  for (const KeptDetections::Kept& one : kept.all) {
    const auto secret = source_.secrets.find(one.detection);
    if (secret &&
        std::ranges::find(first, *secret,
                          &decltype(first)::value_type::first) == first.end()) {
      first.emplace_back(*secret, &one);
    }
  }
  for (SecretPlace& place : places) {
    const auto found = std::ranges::find(first, place.secret,
                                         &decltype(first)::value_type::first);
    if (found == first.end()) continue;
    place.ordinal = static_cast<std::uint32_t>(found - first.begin());
    std::vector<Detection> detections = {found->second->detection};
    if (place.commit)
      doubt_if_expired(written(*place.commit).first, detections);
    source_.collector.add({place.path, found->second->member},
                          provenance(place), std::move(detections));
  }
}

Provenance PlaceReport::provenance(const SecretPlace& place) {
  Introduction out;
  LocationKind kind = LocationKind::kBlob;
  if (place.commit) {
    out = written(*place.commit).introduction;
    out.commit = place.commit->hex(source_.hash);
    if (source_.standing(*place.commit).is_of_notes) kind = LocationKind::kNote;
  }
  out.blob = place.blob.hex(source_.hash);
  out.versions = place.versions;
  out.at_head = place.is_at_head;
  out.at_shallow_border = place.is_at_border;
  if (place.removal) {
    out.removed_commit = place.removal->hex(source_.hash);
    out.removed_date = written(*place.removal).introduction.date;
  }
  return {kind, std::move(out)};
}

const PlaceReport::Written& PlaceReport::written(const ObjectId& commit) {
  const auto [known, is_new] = written_.try_emplace(commit);
  if (!is_new) return known->second;
  const Result<Object> object = source_.objects.read(commit);
  if (!object) return known->second;
  const Result<Commit> parsed = parse_commit(object->bytes, source_.hash);
  if (parsed) {
    known->second = {introduction_of(parsed->author, parsed->committer),
                     first_time(*parsed)};
  }
  return known->second;
}

void PlaceReport::add_messages(std::span<const ObjectId> messages) {
  for (const ObjectId& id : messages) add_message(id);
}

void PlaceReport::add_message(const ObjectId& id) {
  const Result<Object> object = source_.objects.read(id);
  if (!object) {
    return source_.collector.add_unread({id.hex(source_.hash)},
                                        object.error().message);
  }
  if (object->kind == ObjectKind::kTag) {
    add_tag(id, object->bytes);
  } else {
    add_commit(id, object->bytes);
  }
}

void PlaceReport::add_commit(const ObjectId& id, std::string_view bytes) {
  const Result<Commit> commit = parse_commit(bytes, source_.hash);
  if (!commit) return;
  Introduction out = introduction_of(commit->author, commit->committer);
  out.commit = out.blob = id.hex(source_.hash);
  out.at_head = source_.standing(id).is_of_head;
  const std::set<std::string_view> names = {text_of(commit->author, bytes),
                                            text_of(commit->committer, bytes)};
  for (const std::string_view name : names) {
    add_text(LocationKind::kIdentity, name, out);
  }
  add_text(LocationKind::kCommitMessage, bytes.substr(commit->message), out);
}

void PlaceReport::add_tag(const ObjectId& id, std::string_view bytes) {
  const Result<Tag> tag = parse_tag(bytes, source_.hash);
  if (!tag) return;
  Introduction out = introduction_of(tag->tagger, tag->tagger);
  out.blob = id.hex(source_.hash);
  if (tag->kind == ObjectKind::kCommit) {
    out.commit = tag->object.hex(source_.hash);
    out.at_head = source_.standing(tag->object).is_of_head;
  }
  add_text(LocationKind::kIdentity, text_of(tag->tagger, bytes), out);
  add_text(LocationKind::kTagMessage, bytes.substr(tag->message), out);
}

void PlaceReport::add_text(LocationKind kind, std::string_view text,
                           const Introduction& introduction) {
  const PaddedCopy copy(text);
  BlobOutcome outcome = scanner().scan(copy.view(), source_.stop);
  if (outcome.detections.empty()) return;
  source_.collector.add({}, {kind, introduction},
                        std::move(outcome.detections));
}

}  // namespace patrol

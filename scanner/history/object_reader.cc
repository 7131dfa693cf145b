#include "scanner/history/object_reader.h"

#include <algorithm>
#include <utility>

#include "scanner/core/memory_input.h"
#include "scanner/git/commit.h"
#include "scanner/sources/archive_kind.h"

namespace patrol {
namespace {

// What git-lfs keeps in place of a large file.
constexpr std::string_view kLfsPointer =
    "version https://git-lfs.github.com/spec/";
constexpr std::size_t kLongestLfsPointer = 1024;

struct TextNotes final : ObjectNotes {
  explicit TextNotes(CleanText text) : clean(std::move(text)) {}
  CleanText clean;
};

struct TreeNotes final : ObjectNotes {
  TreeState state;
};

class ObjectReader final : public ObjectVisitor, private BlobSink {
 public:
  ObjectReader(HistoryRead& read, BlobScanner scanner)
      : read_(read), part_(read.add_part()), scanner_(std::move(scanner)) {}

  std::unique_ptr<ObjectNotes> visit(const WalkedObject& object) override;
  void visit_stream(ObjectNumber number, ObjectKind kind,
                    Input& input) override;

 private:
  std::unique_ptr<ObjectNotes> visit_blob(const WalkedObject& object);
  std::unique_ptr<ObjectNotes> visit_tree(const WalkedObject& object);
  std::unique_ptr<ObjectNotes> scan_blob(const WalkedObject& object);
  bool is_clean(const WalkedObject& object);
  void scan_message(const WalkedObject& object, std::uint64_t begin);
  std::uint64_t note_commit(const WalkedObject& object);
  std::uint64_t note_tag(const WalkedObject& object);
  ObjectNumber find(const ObjectId& id);
  void count_blob();
  void count_bytes(std::uint64_t bytes);
  void count_binary();
  void fail(std::string_view reason);
  void scan_archive(ObjectNumber number, Input& input);
  void note_archive();
  void skip_member(const BlobName& blob);
  void keep_binary_members();
  void take(const BlobName& blob, const BlobOutcome& outcome);

  void scanned(const BlobName& blob, BlobOutcome outcome) override;
  void skipped(const BlobName& blob, std::string_view reason) override;
  void unread(const BlobName& blob, std::string_view reason) override;

  HistoryRead& read_;
  ReadPart& part_;
  BlobScanner scanner_;
  CleanText clean_;               // of the object that was scanned last
  ObjectNumber now_ = kNoObject;  // that is scanned
  bool is_in_archive_ = false;    // as an archive
  std::vector<std::string> binary_members_;  // of that
};

std::unique_ptr<ObjectNotes> ObjectReader::visit(const WalkedObject& object) {
  now_ = object.number;
  is_in_archive_ = false;
  read_.progress.objects.fetch_add(1, std::memory_order_relaxed);
  switch (object.kind) {
    case ObjectKind::kBlob:
      return visit_blob(object);
    case ObjectKind::kTree:
      return visit_tree(object);
    case ObjectKind::kCommit:
      read_.progress.commits.fetch_add(1, std::memory_order_relaxed);
      scan_message(object, note_commit(object));
      break;
    case ObjectKind::kTag:
      scan_message(object, note_tag(object));
      break;
  }
  return nullptr;
}

std::unique_ptr<ObjectNotes> ObjectReader::visit_blob(
    const WalkedObject& object) {
  count_blob();
  const std::uint64_t most = read_.request.max_blob_size;
  if (most != 0 && object.bytes.size() > most) {
    skipped({}, "larger than --max-file-size");
    part_.look_again.push_back(now_);
    return nullptr;
  }
  if (object.bytes.size() < kLongestLfsPointer &&
      object.bytes.starts_with(kLfsPointer)) {
    skipped({}, "LFS pointer");
    part_.lfs.push_back(now_);
  }
  if (read_.request.max_archive_depth > 0 && archive_kind(object.bytes)) {
    MemoryInput input(object.bytes);
    scan_archive(object.number, input);
    return nullptr;
  }
  return scan_blob(object);
}

std::unique_ptr<ObjectNotes> ObjectReader::scan_blob(
    const WalkedObject& object) {
  if (!is_clean(object) || !object.is_base) return nullptr;
  return std::make_unique<TextNotes>(clean_);
}

// True: nothing is in it, and clean_ says what is needed of it.
bool ObjectReader::is_clean(const WalkedObject& object) {
  const auto* base = static_cast<const TextNotes*>(object.base_notes);
  if (base != nullptr && !read_.request.no_delta_scan &&
      scanner_.stays_clean(object.bytes, base->clean, object.runs, clean_)) {
    count_bytes(object.bytes.size());
    if (clean_.is_binary) count_binary();
    return true;
  }
  BlobOutcome outcome;
  const bool is_clean =
      scanner_.scan(object.bytes, read_.stop, outcome, clean_);
  take({}, outcome);
  return is_clean && !read_.request.no_delta_scan;
}

// A commit or a tag, from the first name on: what is before are ids, which look
// like what is encoded in hexadecimal digits, and are read for nothing.
void ObjectReader::scan_message(const WalkedObject& object,
                                std::uint64_t begin) {
  if (read_.known.is_clean(object.number)) return;
  const BlobOutcome outcome =
      scanner_.scan(object.bytes.substr(begin), read_.stop);
  if (!outcome.detections.empty()) part_.messages.push_back(object.number);
}

std::unique_ptr<ObjectNotes> ObjectReader::visit_tree(
    const WalkedObject& object) {
  const auto* base = static_cast<const TreeNotes*>(object.base_notes);
  auto notes = object.is_base ? std::make_unique<TreeNotes>() : nullptr;
  const Result<void> taken = part_.trees.take(
      object.number, object.bytes, base != nullptr ? object.base : kNoObject,
      base != nullptr ? &base->state : nullptr,
      base != nullptr ? object.runs : std::span<const CopiedRun>(),
      notes ? &notes->state : nullptr);
  if (!taken) {
    fail(taken.error().message);
  }
  return notes;
}

void ObjectReader::visit_stream(ObjectNumber number, ObjectKind kind,
                                Input& input) {
  now_ = number;
  read_.progress.objects.fetch_add(1, std::memory_order_relaxed);
  if (kind != ObjectKind::kBlob) {
    return fail("limit: too large");
  }
  count_blob();
  scan_archive(number, input);
}

void ObjectReader::scan_archive(ObjectNumber number, Input& input) {
  now_ = number;
  is_in_archive_ = true;
  ArchiveScan scan(scanner_, read_.request.max_archive_depth, read_.stop,
                   *this);
  scan.scan({}, input);
  if (!binary_members_.empty()) keep_binary_members();
}

// Of members a record keeps that they are binary, and nothing else: of an
// archive about which there is more to say all is read again.
void ObjectReader::note_archive() {
  if (is_in_archive_) part_.look_again.push_back(now_);
}

void ObjectReader::skip_member(const BlobName& blob) {
  binary_members_.push_back(blob.member);
  read_.collector.add_skipped({object_name(read_, now_), blob.member},
                              "binary");
}

// A report lists no more than so many names; one that holds a secret is not for
// a record.
void ObjectReader::keep_binary_members() {
  std::vector<std::string> members = std::exchange(binary_members_, {});
  std::string text;
  if (members.size() <= kListedUnread) {
    for (const std::string& member : members) text += member + '\n';
  }
  if (text.empty() ||
      !scanner_.scan(PaddedCopy(text).view(), read_.stop).detections.empty()) {
    return note_archive();
  }
  part_.archives.push_back({now_, std::move(members)});
}

void ObjectReader::scanned(const BlobName& blob, BlobOutcome outcome) {
  take(blob, outcome);
}

void ObjectReader::take(const BlobName& blob, const BlobOutcome& outcome) {
  count_bytes(outcome.bytes);
  if (outcome.blob_class == BlobClass::kBinary) {
    if (blob.member.empty()) {
      count_binary();
    } else {
      skip_member(blob);
    }
  }
  if (outcome.error) {
    read_.is_any_unread = read_.is_any_unread || blob.member.empty();
    unread(blob, outcome.error->message);
  }
  if (outcome.over_limit || outcome.too_much_encoded) {
    part_.look_again.push_back(now_);
  }
  if (outcome.over_limit) {
    unread(blob, "limit: more than " + std::to_string(kMostDetections) +
                     " secrets in one file");
  }
  if (outcome.too_much_encoded) {
    unread(blob, "limit: too much that is encoded in layers");
  }
  if (!outcome.detections.empty()) {
    read_.sightings.add(now_, outcome.detections);
    part_.look_again.push_back(now_);
  }
  if (outcome.dropped.empty()) return;
  const std::lock_guard lock(read_.mutex);
  add_dropped(to_text({object_name(read_, now_), blob.member}), outcome,
              read_.request.explain, read_.notes);
}

void ObjectReader::count_blob() {
  if (read_.known.is_counted(now_)) return;
  read_.progress.blobs.fetch_add(1, std::memory_order_relaxed);
}

void ObjectReader::count_bytes(std::uint64_t bytes) {
  if (read_.known.is_counted(now_)) return;
  read_.progress.bytes.fetch_add(bytes, std::memory_order_relaxed);
}

void ObjectReader::count_binary() {
  skipped({}, "binary");
  part_.binary.push_back(now_);
}

// An object that is damaged, and not what a blob packs: no later audit may
// believe that it was read.
void ObjectReader::fail(std::string_view reason) {
  read_.is_any_unread = true;
  unread({}, reason);
}

void ObjectReader::skipped(const BlobName& blob, std::string_view reason) {
  note_archive();
  read_.collector.add_skipped({object_name(read_, now_), blob.member}, reason);
}

void ObjectReader::unread(const BlobName& blob, std::string_view reason) {
  note_archive();
  read_.collector.add_unread({object_name(read_, now_), blob.member}, reason);
}

// Where its first name begins.
std::uint64_t ObjectReader::note_commit(const WalkedObject& object) {
  const Result<Commit> commit = parse_commit(object.bytes, read_.hash);
  if (!commit) {
    fail(commit.error().message);
    return 0;
  }
  const bool at_border = std::ranges::binary_search(
      read_.repository.shallow, read_.objects.id(object.number));
  CommitNote note{.commit = object.number,
                  .tree = find(commit->tree),
                  .parents = {},
                  .date = commit->committer.seconds,
                  .is_at_border = at_border};
  for (const ObjectId& parent : commit->parents) {
    note.parents.push_back(at_border ? read_.objects.find(parent)
                                     : find(parent));
  }
  part_.commits.push_back(std::move(note));
  return commit->author.text.begin;
}

std::uint64_t ObjectReader::note_tag(const WalkedObject& object) {
  const Result<Tag> tag = parse_tag(object.bytes, read_.hash);
  if (!tag) {
    fail(tag.error().message);
    return 0;
  }
  part_.tags.push_back({object.number, find(tag->object)});
  return 0;
}

ObjectNumber ObjectReader::find(const ObjectId& id) {
  const ObjectNumber number = read_.objects.find(id);
  if (number == kNoObject) part_.missing.push_back(id);
  return number;
}

}  // namespace

ReadPart& HistoryRead::add_part() {
  const std::lock_guard lock(mutex);
  return parts.emplace_back(objects, names, entries, hash);
}

std::string object_name(const HistoryRead& read, ObjectNumber object) {
  return read.objects.id(object).hex(read.hash);
}

// The detector made a worker before, for the first file: memory alone could
// fail it.
std::unique_ptr<ObjectVisitor> make_object_reader(HistoryRead& read) {
  Result<BlobScanner> scanner = BlobScanner::make(read.detector);
  if (!scanner) throw std::bad_alloc();
  return std::make_unique<ObjectReader>(read, *std::move(scanner));
}

}  // namespace patrol

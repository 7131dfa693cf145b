#include "scanner/archive_scan.h"

#include <algorithm>
#include <array>
#include <utility>

#include "scanner/core/replayed_input.h"

namespace patrol {
namespace {

// Hands on what it reads, until it sees that this is an archive: then it ends,
// and keeps what it has taken.
class WatchedInput final : public Input {
 public:
  explicit WatchedInput(Input& source) : source_(source) {}

  std::optional<ArchiveKind> kind() const { return kind_; }
  std::string take_head() { return std::move(head_); }

  Result<std::size_t> read(char* to, std::size_t capacity) override {
    if (kind_) return std::size_t{0};
    if (failure_) return *failure_;
    if (is_watched_) return source_.read(to, capacity);
    is_watched_ = true;
    const std::string_view head = beginning(to, capacity);
    kind_ = archive_kind(head);
    if (!kind_) {
      if (head.empty() && failure_) return *failure_;
      return head.size();
    }
    head_ = head;
    return std::size_t{0};
  }

 private:
  // One read() of a file is enough; a pipe may give less.
  std::string_view beginning(char* to, std::size_t capacity) {
    std::size_t filled = 0;
    while (filled < std::min(capacity, kArchiveHeadBytes)) {
      const Result<std::size_t> size =
          source_.read(to + filled, capacity - filled);
      if (!size) failure_ = size.error();
      if (!size || *size == 0) break;
      filled += *size;
    }
    return {to, filled};
  }

  Input& source_;
  bool is_watched_ = false;
  std::optional<ArchiveKind> kind_;
  std::string head_;              // with kind_: what was read
  std::optional<Error> failure_;  // of the source, behind what was read
};

// Lets the budget know what the outermost archive is large enough for.
class EarningInput final : public Input {
 public:
  EarningInput(Input& source, ArchiveBudget& budget)
      : source_(source), budget_(budget) {}

  Result<std::size_t> read(char* to, std::size_t capacity) override {
    Result<std::size_t> size = source_.read(to, capacity);
    if (size) budget_.earn(*size);
    return size;
  }
  bool seek(std::uint64_t offset) override { return source_.seek(offset); }

 private:
  Input& source_;
  ArchiveBudget& budget_;
};

}  // namespace

std::string uncompressed_name(std::string_view name) {
  constexpr std::array<std::string_view, 4> kEndings = {".gz", ".xz", ".bz2",
                                                        ".zst"};
  name.remove_prefix(name.find_last_of("/!") + 1);
  for (std::string_view ending : kEndings) {
    if (!name.ends_with(ending) || name.size() == ending.size()) continue;
    return std::string(name.substr(0, name.size() - ending.size()));
  }
  return "content";
}

void ArchiveScan::scan(const BlobName& blob, Input& input) {
  if (max_depth_ == 0) return sink_.scanned(blob, scanner_.scan(input, stop_));
  EarningInput earning(input, budget_);
  look_into({blob}, earning);
}

void ArchiveScan::look_into(const Step& step, Input& input) {
  WatchedInput watched(input);
  BlobOutcome outcome = scanner_.scan(watched, stop_);
  const std::optional<ArchiveKind> kind = watched.kind();
  if (!kind) return sink_.scanned(step.blob, std::move(outcome));

  ReplayedInput whole(watched.take_head(), input);
  const bool is_pair = *kind == ArchiveKind::kTar && step.compressed != nullptr;
  open(*kind, is_pair ? *step.compressed : step, whole);
}

void ArchiveScan::open(ArchiveKind kind, const Step& step, Input& input) {
  if (step.depth == max_depth_) {
    return sink_.skipped(step.blob, "archive deeper than --max-archive-depth");
  }
  const ArchiveLimits& limits = budget_.limits();
  if (step.depth == limits.depth) {
    return sink_.unread(step.blob, "limit: more than " +
                                       std::to_string(limits.depth) +
                                       " archives in archives");
  }
  const Result<void> paid = budget_.pay_members(limits.members_per_archive);
  if (!paid) return sink_.unread(step.blob, paid.error().message);

  Archive archive(kind, input, budget_);
  while (const std::optional<Member> member = archive.next()) {
    switch (member->state) {
      case Member::State::kContent:
        read(kind, step, member->name, archive.content());
        break;
      case Member::State::kEncrypted:
        sink_.skipped(name_in(step, member->name), "encrypted");
        break;
      case Member::State::kBroken:
        sink_.unread(name_in(step, member->name), member->reason);
        break;
    }
  }
}

void ArchiveScan::read(ArchiveKind kind, const Step& step,
                       std::string_view name, Input& content) {
  Step inside{name_in(step, name), step.depth + 1};
  if (is_compression(kind)) {
    inside.blob = name_in(step, uncompressed_name(to_text(step.blob)));
    inside.compressed = &step;
  }
  look_into(inside, content);
}

// An empty name is the archive itself.
BlobName ArchiveScan::name_in(const Step& step, std::string_view name) const {
  const ArchiveLimits& limits = budget_.limits();
  BlobName blob = step.blob;
  if (name.empty()) return blob;
  if (!blob.member.empty()) blob.member += '!';
  blob.member += name;
  if (blob.member.size() > limits.name_bytes) {
    blob.member.resize(limits.name_bytes);
    blob.member += "...";
  }
  return blob;
}

}  // namespace patrol

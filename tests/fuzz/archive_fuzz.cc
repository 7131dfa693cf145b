// Any bytes, read as any kind of archive, and archives in them: an end, within
// the limits; and where nothing is broken, the same whatever the sizes of
// reads. What the bytes are taken for is theirs to say, or else the first
// byte's.
//
//   input   | kind, sizes of reads | archive . . . . |
//           0                      1

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>

#include "scanner/core/memory_input.h"
#include "scanner/core/replayed_input.h"
#include "scanner/sources/archive.h"
#include "tests/fuzz/require.h"
#include "tests/support/trickle.h"

namespace patrol {
namespace {

constexpr ArchiveLimits kLimits = {.members = 1000,
                                   .members_per_archive = 20,
                                   .free_bytes = 1 << 20,
                                   .steep_ratio = 100,
                                   .depth = 3,
                                   .memory = std::size_t{32} << 20,
                                   .copied_bytes = 1 << 16};

// Reads what is in an archive and in the archives in it, and notes it all.
class Walk {
 public:
  explicit Walk(std::uint64_t size) : budget_(kLimits, stop_) {
    budget_.earn(size);
  }

  void read(ArchiveKind kind, Input& input, unsigned depth) {
    if (!budget_.pay_members(kLimits.members_per_archive)) {
      is_whole_ = false;
      return;
    }
    Archive archive(kind, input, budget_);
    while (const auto member = archive.next()) {
      require(++members_ <= 2 * kLimits.members, "the members have an end");
      seen_ += member->name + '\n';
      if (member->state == Member::State::kContent) {
        read_content(archive.content(), depth);
      } else {
        is_whole_ = false;
      }
    }
    require(!archive.next(), "the end stays the end");
  }

  // Names and contents, in the order in which they came.
  const std::string& seen() const { return seen_; }
  // All was read.
  bool is_whole() const { return is_whole_; }

 private:
  void read_content(Input& content, unsigned depth) {
    std::string head;
    while (head.size() < kArchiveHeadBytes && append_some(content, head)) {
    }
    const auto kind = archive_kind(head);
    if (kind && depth < kLimits.depth) {
      ReplayedInput whole(head, content);
      return read(*kind, whole, depth + 1);
    }
    seen_ += head;
    while (append_some(content, seen_)) {
      require(seen_.size() < std::size_t{1} << 30, "the content has an end");
    }
  }

  // False: the input is at its end, or failed.
  bool append_some(Input& input, std::string& text) {
    char block[1000];
    const Result<std::size_t> size = input.read(block, sizeof block);
    if (!size) {
      const Result<std::size_t> again = input.read(block, sizeof block);
      require(!again, "an error stays");
      is_whole_ = false;
      return false;
    }
    text.append(block, *size);
    return *size != 0;
  }

  std::atomic<bool> stop_ = false;
  ArchiveBudget budget_;
  std::uint64_t members_ = 0;
  bool is_whole_ = true;
  std::string seen_;
};

void check(std::uint8_t choice, std::string_view bytes) {
  const ArchiveKind kind =
      archive_kind(bytes).value_or(static_cast<ArchiveKind>(choice % 8));
  std::string seen;
  {
    MemoryInput all(bytes);
    Walk walk(bytes.size());
    walk.read(kind, all, 0);
    if (!walk.is_whole()) return;
    seen = walk.seen();
  }
  Trickle few(bytes, 1 + choice);
  Walk walk(bytes.size());
  walk.read(kind, few, 0);
  require(walk.is_whole() && walk.seen() == seen,
          "reads of any size give the same");
}

}  // namespace
}  // namespace patrol

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  if (size == 0) return 0;
  patrol::check(data[0], {reinterpret_cast<const char*>(data) + 1, size - 1});
  return 0;
}

// What unpacking may cost. An archive of 42 KB can unpack to 4.5 PB (42.zip),
// one of 440 bytes to itself for ever (a quine), one of 10 MB to ten million
// members. So all that is unpacked on behalf of one blob, at whatever depth,
// is paid from one budget, in the order in which it is read: the same archive
// ends at the same place on every run.
//
// The work of a scan stays linear in what lies on the disk, by the ratio; and
// archives that people make by honest means pass, by the figures below.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "scanner/core/result.h"
#include "scanner/sources/archive_memory.h"

namespace patrol {

struct ArchiveLimits {
  // The largest source archives (Chromium) have half a million members. A
  // million cost two seconds.
  std::uint64_t members = 1'000'000;

  // Opening an archive inside costs as much as listing so many members.
  std::uint64_t members_per_archive = 32;

  // Bytes unpacked, of all levels together, for `read` bytes of the outermost
  // archive: at most
  //
  //   free_bytes + steep_ratio x read   and   large_bytes + flat_ratio x read
  //
  // The first is for small archives: text seldom shrinks to a fortieth, logs
  // to a hundredth, and deflate cannot reach below 1/1032, which only bombs
  // do. The second is for large ones: past 2 GiB what counts is time, and no
  // source tree is packed to a twentieth.
  std::uint64_t free_bytes = std::uint64_t{16} << 20;
  std::uint64_t steep_ratio = 200;
  std::uint64_t large_bytes = std::uint64_t{2} << 30;
  std::uint64_t flat_ratio = 20;

  // Archives within archives, whatever --max-archive-depth says: each level
  // keeps a decompressor alive. People reach four (a jar in a war in a tar).
  unsigned depth = 16;

  // Memory of the decompressors of all levels, and of copies (below). zstd
  // --ultra asks for 128 MiB, xz -9 and 7z's best for 64; a few bytes of a
  // header can ask for 4 GiB.
  std::size_t memory = std::size_t{192} << 20;

  // A 7z must be read in any order. One that is not a file of its own is
  // copied to memory first.
  std::size_t copied_bytes = std::size_t{64} << 20;

  // Of the name of a member with those of the archives around it. Paths are
  // 4096 bytes at most, and names are kept in memory.
  std::size_t name_bytes = 1024;
};

// One thread's, for one outermost blob; a thread has one at a time.
class ArchiveBudget {
 public:
  // `stop` must outlive *this. Once it is set nothing more can be paid.
  ArchiveBudget(const ArchiveLimits& limits, const std::atomic<bool>& stop)
      : limits_(limits), stop_(stop), memory_(limits.memory) {}

  const ArchiveLimits& limits() const { return limits_; }

  // `bytes` more of the outermost archive were read.
  void earn(std::uint64_t bytes) { read_ += bytes; }

  // Error: a limit is reached, or the scan is to stop. It stays so.
  Result<void> pay_members(std::uint64_t members);
  Result<void> pay_bytes(std::uint64_t bytes);

  // Something could not be paid: whoever asked for it has reported that.
  bool is_exhausted() const { return exhausted_.has_value(); }

 private:
  Result<void> pay(bool affordable, const char* what);

  const ArchiveLimits limits_;
  const std::atomic<bool>& stop_;
  const ArchiveMemory memory_;
  std::uint64_t read_ = 0;
  std::uint64_t members_ = 0;
  std::uint64_t bytes_ = 0;
  std::optional<Error> exhausted_;
};

}  // namespace patrol

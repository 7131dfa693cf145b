#include "scanner/stored_blobs.h"

#include <algorithm>
#include <exception>
#include <thread>
#include <utility>
#include <vector>

#include "scanner/core/memory_input.h"
#include "scanner/packs/object_walk.h"

namespace patrol {
namespace {

// Files for which another thread pays: to start one takes as long as to scan
// about as many.
constexpr std::size_t kFilesPerThread = 16;

class StoredBlobScan {
 public:
  StoredBlobScan(std::span<const StoredBlob> blobs,
                 const StoredBlobLimits& limits, const Detector& detector,
                 const ObjectLookup& objects, OutcomeSink& sink,
                 const std::atomic<bool>& stop, const Narrowed& narrowed)
      : blobs_(blobs),
        limits_(limits),
        detector_(detector),
        objects_(objects),
        sink_(sink),
        stop_(stop),
        narrowed_(narrowed) {}

  void run() {
    std::vector<std::jthread> others;
    for (std::size_t i = 1; i < threads(); ++i) {
      others.emplace_back([&] { scan_blobs(); });
    }
    scan_blobs();
  }

 private:
  std::size_t threads() const {
    const std::size_t most =
        limits_.jobs != 0 ? limits_.jobs : std::thread::hardware_concurrency();
    return std::min(most, blobs_.size() / kFilesPerThread);
  }

  // Takes one after another until none is left.
  void scan_blobs() {
    Result<BlobScanner> scanner = make_scanner();
    for (;;) {
      const std::size_t i = next_.fetch_add(1, std::memory_order_relaxed);
      if (i >= blobs_.size() || stop_.load(std::memory_order_relaxed)) return;
      if (scanner) {
        scan_blob(i, *scanner);
      } else {
        sink_.unread({blobs_[i].path}, scanner.error().message);
      }
    }
  }

  Result<BlobScanner> make_scanner() const {
    try {
      return BlobScanner::make(detector_);
    } catch (const std::exception& thrown) {
      return Error{thrown.what()};
    }
  }

  // What a library throws (out of memory) fails this blob alone.
  void scan_blob(std::size_t i, BlobScanner& scanner) {
    try {
      const Result<void> scanned = read_and_scan(i, scanner);
      if (!scanned) sink_.unread({blobs_[i].path}, scanned.error().message);
    } catch (const std::exception& thrown) {
      sink_.unread({blobs_[i].path}, thrown.what());
    }
  }

  Result<void> read_and_scan(std::size_t i, BlobScanner& scanner) {
    const StoredBlob& blob = blobs_[i];
    const auto header = objects_.header(blob.id);
    if (!header) return header.error();
    if (header->kind != ObjectKind::kBlob) {
      return Error{"an object of another kind"};
    }
    if (limits_.max_blob_size != 0 && header->size > limits_.max_blob_size) {
      sink_.skipped({blob.path}, "larger than --max-file-size");
      return {};
    }
    if (header->size > kMostInMemory) return scan_stream(blob, scanner);
    const auto object = objects_.read(blob.id, kMostInMemory);
    if (!object) return object.error();
    MemoryInput input(object->bytes);
    const auto between = narrowed_ ? narrowed_(i, object->bytes) : nullptr;
    scan_input(blob, input, scanner, between ? *between : sink_);
    return {};
  }

  Result<void> scan_stream(const StoredBlob& blob, BlobScanner& scanner) {
    const auto input = objects_.open(blob.id);
    if (!input) return input.error();
    scan_input(blob, **input, scanner, sink_);
    return {};
  }

  void scan_input(const StoredBlob& blob, Input& input, BlobScanner& scanner,
                  BlobSink& sink) {
    ArchiveScan scan(scanner, limits_.max_archive_depth, stop_, sink);
    scan.scan({blob.path}, input);
  }

  std::span<const StoredBlob> blobs_;
  const StoredBlobLimits& limits_;
  const Detector& detector_;
  const ObjectLookup& objects_;
  OutcomeSink& sink_;
  const std::atomic<bool>& stop_;
  const Narrowed& narrowed_;
  std::atomic<std::size_t> next_ = 0;
};

}  // namespace

void scan_stored_blobs(std::span<const StoredBlob> blobs,
                       const StoredBlobLimits& limits, const Detector& detector,
                       const ObjectLookup& objects, OutcomeSink& sink,
                       const std::atomic<bool>& stop,
                       const Narrowed& narrowed) {
  StoredBlobScan(blobs, limits, detector, objects, sink, stop, narrowed).run();
}

}  // namespace patrol

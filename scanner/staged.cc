#include "scanner/staged.h"

#include <algorithm>
#include <cstddef>
#include <exception>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

#include "scanner/archive_scan.h"
#include "scanner/core/memory_input.h"
#include "scanner/git/added_lines.h"
#include "scanner/git/object_lookup.h"
#include "scanner/git/object_walk.h"
#include "scanner/git/repository.h"
#include "scanner/git/staged_changes.h"
#include "scanner/outcome_sink.h"

namespace patrol {
namespace {

// Files for which another thread pays: to start one takes as long as to scan
// about as many.
constexpr std::size_t kFilesPerThread = 16;

// What HEAD has at that path is asked for when there is something to compare.
class AddedLinesSink final : public BlobSink {
 public:
  AddedLinesSink(const ObjectLookup& objects, const StagedBlob& staged,
                 std::string_view bytes, OutcomeSink& sink)
      : objects_(objects), staged_(staged), bytes_(bytes), sink_(sink) {}

  void scanned(const BlobName& blob, BlobOutcome outcome) override {
    if (blob.member.empty() && !outcome.detections.empty()) {
      drop_old(outcome.detections);
    }
    sink_.scanned(blob, std::move(outcome));
  }
  void skipped(const BlobName& blob, std::string_view reason) override {
    sink_.skipped(blob, reason);
  }
  void unread(const BlobName& blob, std::string_view reason) override {
    sink_.unread(blob, reason);
  }

 private:
  void drop_old(std::vector<Detection>& detections) {
    if (staged_.before) drop_old(*staged_.before, detections);
    for (const ObjectId& side : staged_.merged) drop_old(side, detections);
  }

  // What stood in `version` already.
  void drop_old(const ObjectId& version, std::vector<Detection>& detections) {
    const auto before = objects_.read(version, kMostInMemory);
    if (!before) {
      return sink_.warn({staged_.path +
                         ": as it was: " + before.error().message +
                         ": all of it counts as added"});
    }
    std::vector<Span> places;
    places.reserve(detections.size());
    for (const Detection& detection : detections) {
      places.push_back(detection.where);
    }
    const std::vector<bool> is_new =
        on_added_lines(before->bytes, bytes_, places);
    std::size_t kept = 0;
    for (std::size_t i = 0; i < detections.size(); ++i) {
      if (!is_new[i]) continue;
      if (kept != i) detections[kept] = std::move(detections[i]);
      ++kept;
    }
    detections.erase(detections.begin() + static_cast<std::ptrdiff_t>(kept),
                     detections.end());
  }

  const ObjectLookup& objects_;
  const StagedBlob& staged_;
  std::string_view bytes_;
  OutcomeSink& sink_;
};

class StagedScan {
 public:
  StagedScan(const StagedRequest& request, const Detector& detector,
             const ObjectLookup& objects, OutcomeSink& sink,
             const std::atomic<bool>& stop)
      : request_(request),
        detector_(detector),
        objects_(objects),
        sink_(sink),
        stop_(stop) {}

  void run(const StagedChanges& changes) {
    for (const std::string& path : changes.submodules) {
      sink_.skipped({path}, "submodule");
    }
    for (const UnreadFolder& folder : changes.unread) {
      sink_.unread({folder.path}, folder.reason);
    }
    std::vector<std::jthread> others;
    for (std::size_t i = 1; i < threads_for(changes.blobs.size()); ++i) {
      others.emplace_back([&] { scan_blobs(changes.blobs); });
    }
    scan_blobs(changes.blobs);
  }

 private:
  std::size_t threads_for(std::size_t files) const {
    const std::size_t most = request_.jobs != 0
                                 ? request_.jobs
                                 : std::thread::hardware_concurrency();
    return std::min(most, files / kFilesPerThread);
  }

  // Takes one after another until none is left.
  void scan_blobs(const std::vector<StagedBlob>& blobs) {
    Result<BlobScanner> scanner = make_scanner();
    for (;;) {
      const std::size_t i = next_.fetch_add(1, std::memory_order_relaxed);
      if (i >= blobs.size() || stop_.load(std::memory_order_relaxed)) return;
      const StagedBlob& blob = blobs[i];
      if (is_known(blob) && !request_.whole_files) continue;
      if (scanner) {
        scan_blob(blob, *scanner);
      } else {
        sink_.unread({blob.path}, scanner.error().message);
      }
    }
  }

  static bool is_known(const StagedBlob& blob) {
    return blob.is_elsewhere_in_head ||
           std::ranges::find(blob.merged, blob.id) != blob.merged.end();
  }

  Result<BlobScanner> make_scanner() const {
    try {
      return BlobScanner::make(detector_);
    } catch (const std::exception& thrown) {
      return Error{thrown.what()};
    }
  }

  // What a library throws (out of memory) fails this blob alone.
  void scan_blob(const StagedBlob& blob, BlobScanner& scanner) {
    try {
      const Result<void> scanned = read_and_scan(blob, scanner);
      if (!scanned) sink_.unread({blob.path}, scanned.error().message);
    } catch (const std::exception& thrown) {
      sink_.unread({blob.path}, thrown.what());
    }
  }

  Result<void> read_and_scan(const StagedBlob& blob, BlobScanner& scanner) {
    const auto header = objects_.header(blob.id);
    if (!header) return header.error();
    if (header->kind != ObjectKind::kBlob) {
      return Error{"an object of another kind"};
    }
    if (request_.max_blob_size != 0 && header->size > request_.max_blob_size) {
      sink_.skipped({blob.path}, "larger than --max-file-size");
      return {};
    }
    if (header->size > kMostInMemory) return scan_stream(blob, scanner);
    const auto object = objects_.read(blob.id, kMostInMemory);
    if (!object) return object.error();
    MemoryInput input(object->bytes);
    if (request_.whole_files) {
      scan_input(blob, input, scanner, sink_);
    } else {
      AddedLinesSink added(objects_, blob, object->bytes, sink_);
      scan_input(blob, input, scanner, added);
    }
    return {};
  }

  Result<void> scan_stream(const StagedBlob& blob, BlobScanner& scanner) {
    const auto input = objects_.open(blob.id);
    if (!input) return input.error();
    scan_input(blob, **input, scanner, sink_);
    return {};
  }

  void scan_input(const StagedBlob& blob, Input& input, BlobScanner& scanner,
                  BlobSink& sink) {
    ArchiveScan scan(scanner, request_.max_archive_depth, stop_, sink);
    scan.scan({blob.path}, input);
  }

  const StagedRequest& request_;
  const Detector& detector_;
  const ObjectLookup& objects_;
  OutcomeSink& sink_;
  const std::atomic<bool>& stop_;
  std::atomic<std::size_t> next_ = 0;
};

}  // namespace

Result<ScanNotes> scan_staged(const StagedRequest& request,
                              const Detector& detector, Collector& collector,
                              ScanProgress& progress,
                              const std::atomic<bool>& stop) {
  Result<Repository> repository = Repository::open_as_git(request.repository);
  if (!repository) {
    return Error{request.repository + ": " + repository.error().message};
  }
  OutcomeSink sink(collector, progress, request.explain);
  sink.warn(std::move(repository->warnings));
  const ObjectLookup objects(*repository);
  sink.warn(std::vector<std::string>(objects.warnings()));
  Result<StagedChanges> changes = staged_changes(*repository, objects);
  if (!changes) {
    sink.unread({}, changes.error().message);
    return sink.take_notes();
  }
  sink.warn(std::move(changes->warnings));
  StagedScan(request, detector, objects, sink, stop).run(*changes);
  return sink.take_notes();
}

}  // namespace patrol

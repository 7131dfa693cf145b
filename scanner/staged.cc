#include "scanner/staged.h"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "scanner/archive_scan.h"
#include "scanner/changes/added_lines.h"
#include "scanner/changes/staged_changes.h"
#include "scanner/git/repository.h"
#include "scanner/outcome_sink.h"
#include "scanner/packs/object_lookup.h"
#include "scanner/packs/object_walk.h"
#include "scanner/stored_blobs.h"

namespace patrol {
namespace {

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

// HEAD, or another side of a merge, has it as it is.
bool is_known(const StagedBlob& blob) {
  return blob.is_elsewhere_in_head ||
         std::ranges::find(blob.merged, blob.id) != blob.merged.end();
}

// What is looked at of `changes`, in their order.
std::vector<StagedBlob> to_scan(StagedChanges& changes, bool whole_files) {
  if (!whole_files) std::erase_if(changes.blobs, is_known);
  return std::move(changes.blobs);
}

void scan_blobs(const StagedRequest& request, StagedChanges& changes,
                const Detector& detector, const ObjectLookup& objects,
                OutcomeSink& sink, const std::atomic<bool>& stop) {
  const auto staged = to_scan(changes, request.whole_files);
  std::vector<StoredBlob> blobs;
  blobs.reserve(staged.size());
  for (const StagedBlob& blob : staged) blobs.push_back({blob.path, blob.id});
  Narrowed narrowed;
  if (!request.whole_files) {
    narrowed = [&](std::size_t i, std::string_view bytes) {
      return std::make_unique<AddedLinesSink>(objects, staged[i], bytes, sink);
    };
  }
  scan_stored_blobs(
      blobs, {request.max_archive_depth, request.max_blob_size, request.jobs},
      detector, objects, sink, stop, narrowed);
}

void say_what_is_left_out(const StagedChanges& changes, OutcomeSink& sink) {
  for (const std::string& path : changes.submodules) {
    sink.skipped({path}, "submodule");
  }
  for (const UnreadFolder& folder : changes.unread) {
    sink.unread({folder.path}, folder.reason);
  }
}

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
  say_what_is_left_out(*changes, sink);
  scan_blobs(request, *changes, detector, objects, sink, stop);
  return sink.take_notes();
}

}  // namespace patrol

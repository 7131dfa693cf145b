#include "scanner/history/blob_secrets.h"

#include <algorithm>
#include <utility>

#include "scanner/core/memory_input.h"

namespace patrol {

const std::vector<SecretNumber>& BlobSecrets::of(const ObjectId& blob) {
  const auto [known, is_new] = known_.try_emplace(blob);
  if (!is_new || source_.stop.load(std::memory_order_relaxed)) {
    return known->second;
  }
  found_ = &known->second;
  now_ = blob.hex(source_.hash);
  scan(blob);
  return known->second;
}

void BlobSecrets::scan(const ObjectId& blob) {
  const Result<Object> object = source_.objects.read(blob);
  if (!object) return unread({}, object.error().message);
  const std::uint64_t most = source_.request.max_blob_size;
  if (most != 0 && object->bytes.size() > most) {
    return skipped({}, "larger than --max-file-size");
  }
  MemoryInput input(object->bytes);
  ArchiveScan scan(source_.scanner, source_.request.max_archive_depth,
                   source_.stop, *this);
  scan.scan({}, input);
}

void BlobSecrets::scanned(const BlobName& blob, BlobOutcome outcome) {
  for (const Detection& detection : outcome.detections) {
    const SecretNumber secret = secrets_.add(detection);
    if (std::ranges::find(*found_, secret) == found_->end()) {
      found_->push_back(secret);
    }
  }
  // Places are reported when it is known which commit brought them in.
  outcome.detections.clear();
  source_.sink.scanned({now_, blob.member}, std::move(outcome));
}

void BlobSecrets::skipped(const BlobName& blob, std::string_view reason) {
  source_.sink.skipped({now_, blob.member}, reason);
}

void BlobSecrets::unread(const BlobName& blob, std::string_view reason) {
  source_.sink.unread({now_, blob.member}, reason);
}

}  // namespace patrol

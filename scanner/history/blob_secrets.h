// The secrets of single blobs, scanned when they are asked for: of a range of
// commits, and of an audit that was made before.
#pragma once

#include <atomic>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/archive_scan.h"
#include "scanner/detect/blob_scanner.h"
#include "scanner/git/object_id.h"
#include "scanner/history.h"
#include "scanner/history/sightings.h"
#include "scanner/packs/object_source.h"

namespace patrol {

// What is scanned, and with what; all that it refers to must outlive it.
struct BlobSecretsSource {
  const HistoryRequest& request;
  const ObjectSource& objects;
  HashKind hash;
  BlobScanner& scanner;
  const std::atomic<bool>& stop;
  BlobSink& sink;  // is told of all but detections, by the blobs' ids
};

// One thread's.
class BlobSecrets final : private BlobSink {
 public:
  BlobSecrets(BlobSecretsSource source, Secrets& secrets)
      : source_(source), secrets_(secrets) {}

  // Each once, in the order in which they stand in the blob first. A blob that
  // cannot be read is said to be unread, and has none.
  const std::vector<SecretNumber>& of(const ObjectId& blob);

 private:
  void scan(const ObjectId& blob);
  void scanned(const BlobName& blob, BlobOutcome outcome) override;
  void skipped(const BlobName& blob, std::string_view reason) override;
  void unread(const BlobName& blob, std::string_view reason) override;

  BlobSecretsSource source_;
  Secrets& secrets_;
  std::map<ObjectId, std::vector<SecretNumber>> known_;
  std::vector<SecretNumber>* found_ = nullptr;  // of the running scan
  std::string now_;                             // what is scanned
};

}  // namespace patrol

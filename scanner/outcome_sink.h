// Where everything goes that becomes of blobs: findings to the collector, what
// is counted to the progress, what filters dropped to the notes. All scans end
// here that look at one blob after another.
#pragma once

#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/archive_scan.h"
#include "scanner/core/finding.h"
#include "scanner/findings/collector.h"
#include "scanner/scan_notes.h"

namespace patrol {

// All members but take_notes() are safe to call from many threads.
class OutcomeSink final : public BlobSink {
 public:
  // `explain`: keep what filters dropped. References must outlive it.
  OutcomeSink(Collector& collector, ScanProgress& progress, bool explain)
      : collector_(collector), progress_(progress), explain_(explain) {}

  void scanned(const BlobName& blob, BlobOutcome outcome) override;
  void skipped(const BlobName& blob, std::string_view reason) override;
  void unread(const BlobName& blob, std::string_view reason) override;

  void warn(std::vector<std::string>&& warnings);

  // REQUIRES: called once, after everything else.
  ScanNotes take_notes();

 private:
  void explain(const BlobName& blob, const BlobOutcome& outcome);

  Collector& collector_;
  ScanProgress& progress_;
  const bool explain_;

  std::mutex mutex_;  // guards what follows
  ScanNotes notes_;
};

}  // namespace patrol

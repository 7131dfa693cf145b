// One blob, and if it is an archive, what is in it, and in that, to a depth.
//
//   lib.tar.gz                    blob, a compression: one stream inside
//     (lib.tar)                   an archive: its members follow
//       lib/readme.txt            "lib.tar.gz!lib/readme.txt"
//       lib/app.jar               an archive, one deeper
//         conf/a.properties       "lib.tar.gz!lib/app.jar!conf/a.properties"
//   app.log.gz                    a compression of no archive:
//   "app.log.gz!app.log"
//
// The depth counts archives around a blob. A tar and the compression of it are
// one: what people call an archive is the pair, and so a .deb, which is an ar
// with two of them, needs no more than 2.
//
// Whether a blob is an archive is seen in the bytes that the scanner asks for
// anyway, as they pass: what is none is neither read twice nor copied.
#pragma once

#include <atomic>
#include <string>
#include <string_view>

#include "scanner/core/finding.h"
#include "scanner/core/input.h"
#include "scanner/detect/blob_scanner.h"
#include "scanner/sources/archive.h"
#include "scanner/sources/archive_budget.h"
#include "scanner/sources/archive_kind.h"

namespace patrol {

// Who wants to know what became of each blob.
class BlobSink {
 public:
  virtual ~BlobSink() = default;

  virtual void scanned(const BlobName& blob, BlobOutcome outcome) = 0;
  virtual void skipped(const BlobName& blob, std::string_view reason) = 0;
  virtual void unread(const BlobName& blob, std::string_view reason) = 0;

 protected:
  BlobSink() = default;
  BlobSink(const BlobSink&) = default;
  BlobSink& operator=(const BlobSink&) = default;
};

// Of one blob and all that is in it; all references must outlive it.
class ArchiveScan {
 public:
  // `max_depth`: archives that are opened around a blob; 0: none.
  ArchiveScan(BlobScanner& scanner, unsigned max_depth,
              const std::atomic<bool>& stop, BlobSink& sink,
              const ArchiveLimits& limits = {})
      : scanner_(scanner),
        max_depth_(max_depth),
        stop_(stop),
        sink_(sink),
        budget_(limits, stop) {}

  // Scans the blob, or all that is in it. Throws what libraries throw.
  // REQUIRES: called once.
  void scan(const BlobName& blob, Input& input);

 private:
  // A blob on its way in.
  struct Step {
    BlobName blob;
    unsigned depth = 0;                // archives around it
    const Step* compressed = nullptr;  // what it is the only content of
  };

  void look_into(const Step& step, Input& input);
  void open(ArchiveKind kind, const Step& step, Input& input);
  void read(ArchiveKind kind, const Step& step, std::string_view name,
            Input& content);
  BlobName name_in(const Step& step, std::string_view name) const;

  BlobScanner& scanner_;
  const unsigned max_depth_;
  const std::atomic<bool>& stop_;
  BlobSink& sink_;
  ArchiveBudget budget_;
};

// "app.log" of "logs/app.log.gz" or of "x.zip!app.log.gz"; "content" where the
// name does not tell.
std::string uncompressed_name(std::string_view name);

}  // namespace patrol

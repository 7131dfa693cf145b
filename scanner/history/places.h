// From what was attributed to what a report shows: the blobs that brought a
// secret in, and the messages that hold one, are read and scanned once more,
// and what is found goes to the collector with who, when and where.
//
// What says itself until when it opens anything (an "expires" among its facts),
// and was committed later, never opened anything to a reader of the repository:
// its confidence is low, unless check digits hold.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/core/finding.h"
#include "scanner/detect/blob_scanner.h"
#include "scanner/findings/collector.h"
#include "scanner/git/object_id.h"
#include "scanner/history/sightings.h"
#include "scanner/packs/object_source.h"

namespace patrol {

// A secret at a path: git's AttributedPlace or RangeIntroduction, by ids.
struct SecretPlace {
  std::string path;
  SecretNumber secret = 0;
  ObjectId blob;
  std::optional<ObjectId> commit;   // nullopt: no commit has the blob
  std::optional<ObjectId> removal;  // likewise: none is known
  std::uint32_t versions = 1;
  bool is_at_head = false;
  bool is_at_border = false;
  std::uint32_t ordinal = 0;  // among the secrets of the blob, by where each
                              // stands first; PlaceReport finds it out
};

// What is known of a commit besides its bytes.
struct CommitStanding {
  bool is_of_head = false;   // HEAD's history has it
  bool is_of_notes = false;  // that of git notes does
};

// What a report is made with; all that it refers to must outlive it.
struct PlaceSource {
  const ObjectSource& objects;
  HashKind hash;
  const Detector& detector;
  unsigned max_archive_depth;
  const std::atomic<bool>& stop;
  const Secrets& secrets;
  Collector& collector;
  std::function<CommitStanding(const ObjectId& commit)> standing;
};

// What cannot be read a second time is unread.
class PlaceReport {
 public:
  explicit PlaceReport(PlaceSource source) : source_(std::move(source)) {}

  // One location for each of `places`; gives them back, by blob, each with its
  // ordinal.
  std::vector<SecretPlace> add_blobs(std::vector<SecretPlace> places);

  // Of commits and tags: one location for each secret of a message or a name.
  void add_messages(std::span<const ObjectId> messages);

 private:
  void add_blob(std::span<SecretPlace> places);
  Provenance provenance(const SecretPlace& place);
  struct Written {
    Introduction introduction;
    std::int64_t first = 0;  // the earlier of the author's and committer's time
  };
  const Written& written(const ObjectId& commit);
  void add_message(const ObjectId& id);
  void add_commit(const ObjectId& id, std::string_view bytes);
  void add_tag(const ObjectId& id, std::string_view bytes);
  void add_text(LocationKind kind, std::string_view text,
                const Introduction& introduction);
  BlobScanner& scanner();

  PlaceSource source_;
  std::optional<BlobScanner> scanner_;
  std::map<ObjectId, Written> written_;  // by commit
};

}  // namespace patrol

// From sightings and their attribution to what a report shows: the blobs that
// brought a secret in, and the messages that hold one, are read and scanned
// once more, and what is found goes to the collector with who, when and where.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "scanner/core/finding.h"
#include "scanner/git/attribution.h"
#include "scanner/git/commit.h"
#include "scanner/git/object_store.h"
#include "scanner/history/object_reader.h"

namespace patrol {

// What is known of a commit besides its bytes.
struct CommitStanding {
  bool at_head = false;    // HEAD's history has it
  bool is_note = false;    // it is one of git notes
  bool at_border = false;  // its parents are missing on purpose
};

// Both add to read.collector; what cannot be read a second time is unread.
// `standing` is asked for commits and tags.
class PlaceReport {
 public:
  using Standing = std::function<CommitStanding(ObjectNumber)>;

  PlaceReport(HistoryRead& read, const ObjectStore& store, Standing standing)
      : read_(read), store_(store), standing_(std::move(standing)) {}

  // One location for each of `places`. One without a commit is a blob that no
  // commit has.
  void add_blobs(std::vector<AttributedPlace> places);

  // Commits and tags: one location for each secret of a message or a name.
  void add_messages(std::vector<ObjectNumber> messages);

 private:
  void add_blob(std::span<const AttributedPlace> places);
  Provenance provenance(const AttributedPlace& place);
  void fill_author(ObjectNumber commit, Introduction& out);
  void add_message(ObjectNumber number);
  void add_text(LocationKind kind, std::string_view text,
                const Introduction& introduction);
  BlobScanner& scanner();

  HistoryRead& read_;
  const ObjectStore& store_;
  Standing standing_;
  std::optional<BlobScanner> scanner_;
  std::map<ObjectNumber, Introduction> authors_;  // by commit
};

}  // namespace patrol

// What a scan says. A detection is one secret at one place; a finding is one
// secret with every place it stands in, and what a person acts on; a report is
// the findings with the account of what was read. CONTRACT section 4 is the
// printed form of these types.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scanner/core/level.h"
#include "scanner/core/location.h"
#include "scanner/core/secret.h"
#include "scanner/core/verification.h"

namespace patrol {

// Position of a rule in its RuleSet, dense from 0.
enum class RuleIndex : std::uint32_t {};

// What token and carrier tell without asking anyone: {"created", "2026-06"}.
// Keys are unique, in the order in which they are shown. Values hold no secret.
using Facts = std::vector<std::pair<std::string, std::string>>;

// Adds what `facts` says of keys that `known` has nothing about.
void add_new_facts(const Facts& facts, Facts& known);

// The line of a secret, for a person to recognise the place. The secret, and
// every other that was detected in the line, is already masked; control bytes
// are not (a report neutralises what its format could choke on).
struct Snippet {
  std::string before;  // at most kSnippetSide bytes of the line, from the left
  std::string masked;  // the redacted secret, one line
  std::string after;   // at most kSnippetSide bytes of the line
};
inline constexpr std::size_t kSnippetSide = 120;

// The other half of a pair, which another rule found near the secret: the
// access key id beside a secret access key.
struct Companion {
  RuleIndex rule{};
  Secret value;
  auto operator<=>(const Companion&) const = default;
};

// A secret that stands beside more of them than this says nothing about which
// is its own.
inline constexpr std::size_t kMaxCompanionsPerFinding = 16;

// Adds those that `known` has not, as long as there is room.
void add_new_companions(const std::vector<Companion>& companions,
                        std::vector<Companion>& known);

// One secret at one place of a blob.
struct Detection {
  RuleIndex rule{};
  Secret secret;   // decoded: what the service would be given
  Span where;      // bytes of the blob as it is stored, encoded form
  Position begin;  // of `where`
  Position end;    // exclusive
  Confidence confidence = Confidence::kMedium;
  CheckDigits check_digits = CheckDigits::kNone;
  Facts facts;
  std::vector<Companion> companions;           // nearest first
  std::vector<std::string_view> decoded_from;  // innermost last: {"utf-16le"}
  Snippet snippet;
  bool is_marked = false;  // its line, or a file beside, says that it is none:
                           // counted, not shown
  // Lists of what is no secret whose demands on the text hold
  // (detect/allowlists.h); where it stands decides the rest.
  std::vector<std::uint32_t> allowed_by = {};
};

// What a blob is called.
struct BlobName {
  std::string path;  // relative to the scan's root, '/'; "-": standard input
  std::string member = {};  // within the archive `path`: "inner.zip!dir/file";
                            // empty: the blob is in no archive
  auto operator<=>(const BlobName&) const = default;
};

// "lib.jar!inner.zip!dir/file", as a person is shown it.
std::string to_text(const BlobName&);

// What of a repository holds a secret.
enum class LocationKind : std::uint8_t {
  kBlob,           // content of a file; of what is no repository, too
  kCommitMessage,  // and all of a commit that no other kind names
  kTagMessage,     // of an annotated tag
  kNote,           // git notes; the path is that in the notes' tree
  kIdentity,       // name or address of an author, a committer, a tagger
  kGitConfig,      // configuration of the repository itself
};
std::string_view to_text(LocationKind);

// How a secret came into a history at one path, and how it went. Object ids
// are hexadecimal, dates seconds since the Unix epoch.
//
//   commits    1---2---3---4---5---6  HEAD
//   the path   -   x   x'  x"  -   -    three versions hold it
//                  ^ commit    ^ removed_commit
//
// A message has no path: `commit` is what it belongs to, and `at_head` says
// whether HEAD's history has that.
struct Introduction {
  std::string blob;    // that holds it there; of a message, its commit or tag
  std::string commit;  // has the secret at that path, none of its parents has;
                       // empty: no commit, as of a blob that nothing names
  // Of the commit, or of the tag. Masked like a path.
  std::string author;
  std::string email;
  std::int64_t date = 0;           // when it was committed
  std::uint32_t versions = 1;      // blobs at that path that hold it
  bool at_head = false;            // it stands in HEAD's tree at that path
  std::string removed_commit;      // empty: none is known, or it is at HEAD
  std::int64_t removed_date = 0;   // of that commit
  bool at_shallow_border = false;  // parents are not there: it may be older
  auto operator<=>(const Introduction&) const = default;
};

// Where a blob comes from.
struct Provenance {
  LocationKind kind = LocationKind::kBlob;
  std::optional<Introduction> introduction = {};  // scans of a history only
  auto operator<=>(const Provenance&) const = default;
};

// A detection as a report shows it.
struct Location {
  std::string path;  // as in BlobName; empty: a message, or a pathless blob
  std::string member = {};
  Provenance provenance = {};
  Position begin;
  Position end;  // exclusive
  Span where;
  std::vector<std::string_view> decoded_from;
  Confidence confidence = Confidence::kMedium;
  Snippet snippet;
};

struct Finding {
  std::string fingerprint;  // 32 hex digits
  RuleIndex rule{};         // the most specific of those that found it
  Secret secret;
  Confidence confidence = Confidence::kMedium;  // the highest of `locations`
  CheckDigits check_digits = CheckDigits::kNone;
  Facts facts;
  std::vector<Companion> companions;  // of all locations, each once
  std::vector<Location> locations;    // sorted; never empty
  Verification verification = {};
};

// A blob that was not read, by policy (skipped) or by failure (unread).
struct Unread {
  std::string path;
  std::string reason;
  std::string member = {};  // as in BlobName
  auto operator<=>(const Unread&) const = default;
};

enum class ScanMode : std::uint8_t {
  kFiles,
  kStdin,
  kHistory,
  kStaged,
  kRange
};
enum class ScanStatus : std::uint8_t { kComplete, kPartial, kFailed };
std::string_view to_text(ScanMode);
bool is_of_history(ScanMode);  // commits and blobs are read, not files
std::string_view to_text(ScanStatus);

struct ScanSummary {
  ScanMode mode = ScanMode::kFiles;
  std::string target;
  ScanStatus status = ScanStatus::kComplete;
  std::int64_t started = 0;  // seconds since the Unix epoch
  std::int64_t duration_ms = 0;
  // What was read. A history has commits and distinct blobs, all else files.
  std::uint64_t files = 0;
  std::uint64_t blobs = 0;
  std::uint64_t commits = 0;
  std::uint64_t bytes = 0;
  std::uint64_t skipped_count = 0;
  std::uint64_t unread_count = 0;
  std::uint64_t suppressed_count = 0;
  std::uint64_t suppressed_by_repository = 0;
  std::vector<Unread> skipped;  // sorted; the first kListedUnread
  std::vector<Unread> unread;   // likewise
  std::map<std::string, std::uint64_t> skipped_reasons;  // sum: skipped_count
};
inline constexpr std::size_t kListedUnread = 1000;

// Sorted as CONTRACT 4 says; the same for any number of threads.
struct Report {
  ScanSummary scan;
  std::vector<Finding> findings;
};

}  // namespace patrol

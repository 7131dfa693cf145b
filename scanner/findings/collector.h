// From detections, which come from many threads in any order, to the report,
// which is the same whatever that order was.
//
// One finding is one secret. Detections meet by the fingerprint of what they
// found: a token in forty files is one finding with forty locations, and two
// rules that find it make one finding too. It is named by the more specific:
// check digits that hold, then higher confidence, then a rule that is not
// generic, one that asked for claims, higher severity, smaller id.
//
// Filters (--min-confidence, --min-severity) look at whole findings, at the
// end. So a token that is certain in one place is listed with the places where
// alone it would have been too weak to show: they must be cleaned up as well.
//
// What is marked as no secret in its line is counted and not shown: once for
// each secret, in however many places it is marked. Where the same secret
// stands unmarked it is a finding, with those places alone. One whose
// fingerprint is allowed is counted so, wherever it stands.
//
// Memory is bounded, and which detections are kept must not depend on their
// order. Each finding keeps its first kMaxPlacesPerFinding places; findings
// are kept in the order of their fingerprints, as many as make up kMaxPlaces:
//
//   fingerprint  0d1c…  1f90…  3a77…  | 8c02…  dropped
//   places         1      1000   12   | sum so far >= kMaxPlaces
//
// A finding's rank in that order never changes and sums only grow, so what is
// dropped once would be dropped in any order. The fingerprint is as good as a
// lot drawn: nobody can hide a token behind a flood of others by giving their
// files the right names. What was dropped is said as an unread entry, "limit:
// …", which makes the scan partial.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "scanner/core/finding.h"
#include "scanner/findings/secret_mask.h"
#include "scanner/rules/ruleset.h"

namespace patrol {

// More places than a person will ever visit; a test token in a vendored
// library reaches some hundreds.
inline constexpr std::size_t kMaxPlacesPerFinding = 1000;

// At about three quarters of a kilobyte each, 75 MB: a third of what a scan of
// a large tree may use in all. (In a history, a kilobyte; it may use thrice.)
inline constexpr std::size_t kMaxPlaces = 100'000;

struct CollectorOptions {
  Confidence min_confidence = Confidence::kMedium;
  Severity min_severity = Severity::kLow;
  bool show_secrets = false;  // leave secrets in paths as they are
};

// The count of all blobs that were not read, and the first kListedUnread of
// them in sorted order, whatever order they come in.
class NotRead {
 public:
  void add(const BlobName& blob, std::string_view reason);
  std::uint64_t count() const { return count_; }
  std::vector<Unread> first() const { return {first_.begin(), first_.end()}; }

 private:
  std::uint64_t count_ = 0;
  std::multiset<Unread> first_;
};

// All members are safe to call from many threads.
class Collector {
 public:
  // `rules` must outlive the collector.
  Collector(const RuleSet& rules, CollectorOptions options)
      : rules_(rules), options_(options) {}

  // What was detected in `blob`. A detection at a place where the same secret
  // stands already is merged with it.
  void add(const BlobName& blob, std::vector<Detection>&& detections) {
    add(blob, {}, std::move(detections));
  }
  // The same of what a repository holds. One path has many blobs in its time:
  // places that differ in the blob or the kind are two, whatever the offset.
  void add(const BlobName& blob, const Provenance& provenance,
           std::vector<Detection>&& detections);

  // Findings with these fingerprints are counted and not shown.
  void allow(const std::set<std::string>& fingerprints);

  // Who says that something is no secret: what is scanned, or who scans it.
  enum class Silencer : std::uint8_t { kRepository, kUser };

  // Asked of each detection as it comes, from many threads, with the commit
  // that brought it in ("" where files are scanned). true: it is counted and
  // not shown. May be called several times. REQUIRES: called before anything
  // is added.
  using IsAllowed =
      std::function<bool(const BlobName& blob, const Detection& detection,
                         std::string_view commit)>;
  void allow_places(IsAllowed is_allowed, Silencer by = Silencer::kRepository) {
    allowed_places_.push_back({std::move(is_allowed), by});
  }

  // Asked of each detection as it comes, from many threads: does its rule mean
  // such places? Where not it is nothing. REQUIRES: as above.
  using Applies = std::function<bool(const BlobName&, RuleIndex)>;
  void set_applies(Applies applies) { applies_ = std::move(applies); }

  // Asked of each file that is scanned, from many threads: what its name says.
  // REQUIRES: as above.
  using ByName = std::function<std::vector<Detection>(const BlobName&)>;
  void set_by_name(ByName by_name) { by_name_ = std::move(by_name); }
  void add_name(const BlobName& blob) {
    if (by_name_) add(blob, by_name_(blob));
  }

  // Asked of each place of each finding, when all are there; true: it is not
  // shown. A finding without another place is counted instead. REQUIRES: called
  // before take(), which asks from its own thread.
  using IsKnown = std::function<bool(const Finding&, const Location&)>;
  void set_known(IsKnown is_known) { is_known_ = std::move(is_known); }

  // `reason` of what was skipped is one of a few fixed texts: they are counted
  // each by itself. That of what is unread may name the error.
  void add_skipped(const BlobName& blob, std::string_view reason);
  void add_unread(const BlobName& blob, std::string_view reason);

  // The report: `scan` with what this class knows filled in (skipped, unread,
  // their counts; kComplete becomes kPartial where something is unread).
  // Costs about 50 ms for each reported secret that a person chose; see
  // fingerprint.h. REQUIRES: called once, after the last add.
  Report take(ScanSummary scan);

  // Takes what was found out of texts that are printed beside the report: a
  // warning names a path too. Masks nothing with show_secrets. Valid as long
  // as the collector. REQUIRES: called after the last add.
  SecretMask mask() const;

 private:
  // Where a secret stands; order of locations within a finding.
  struct Place {
    BlobName blob;
    std::uint64_t begin;
    std::uint64_t end;
    std::string object;  // id of the blob in a history
    LocationKind kind;
    auto operator<=>(const Place&) const = default;
  };
  // What stands there.
  struct Sighting {
    Detection detection;  // its secret is taken out
    std::optional<Introduction> introduction;
  };
  // One secret, by now.
  struct Entry {
    Place naming_place;
    Detection naming;  // the most specific, at its first place; has the secret
    Confidence confidence = Confidence::kLow;
    std::map<Place, Sighting> places;
    std::vector<Companion> companions;  // of the finding made of it
    bool cut = false;                   // it has more places than are kept
  };
  using Entries = std::map<std::string, Entry>;  // by fast fingerprint

  std::optional<Silencer> silenced_by(const BlobName& blob,
                                      const Provenance& provenance,
                                      const Detection& detection) const;
  void add_silenced(const std::string& key, const Detection& detection,
                    Silencer by);
  void add_one(const std::string& key, Place place, Sighting&& sighting);
  void keep_place(Entry& entry, Place place, Sighting&& sighting);
  void keep_within_limit();
  bool more_specific(const Detection& a, const Detection& b) const;
  bool is_better(const Sighting& a, const Sighting& b) const;
  bool is_shown(const Entry& entry) const;
  Finding finding_of(const std::string& key, Entry& entry);
  bool is_known(Finding& finding) const;
  static Location location_of(Place&& place, Sighting&& sighting);

  const RuleSet& rules_;
  const CollectorOptions options_;
  std::vector<std::pair<IsAllowed, Silencer>> allowed_places_;
  Applies applies_;  // empty: all do
  ByName by_name_;   // empty: names say nothing

  std::mutex mutex_;  // guards all below
  Entries entries_;
  std::size_t places_ = 0;  // sum over entries_
  bool dropped_ = false;    // entries were dropped
  // What is counted and not shown, by the repository's and the user's will:
  // fast fingerprints; kMaxPlaces of each at most.
  std::set<std::string> marked_;
  std::set<std::string> passed_over_;
  std::set<std::string> allowed_;
  IsKnown is_known_;  // empty: nothing is
  NotRead skipped_;
  NotRead unread_;
  std::map<std::string, std::uint64_t, std::less<>> skipped_reasons_;
};

}  // namespace patrol

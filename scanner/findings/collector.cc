#include "scanner/findings/collector.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "scanner/findings/fingerprint.h"
#include "scanner/findings/order.h"

namespace patrol {
namespace {

// Everything of a detection that its place and rule leave open. Decides
// between detections that are equal otherwise, so that the choice never
// depends on which came first.
auto rest_of(const Detection& d) {
  return std::tie(d.decoded_from, d.facts, d.companions, d.snippet.before,
                  d.snippet.masked, d.snippet.after, d.begin.line,
                  d.begin.column, d.end.line, d.end.column);
}

}  // namespace

void NotRead::add(const BlobName& blob, std::string_view reason) {
  ++count_;
  Unread entry{blob.path, std::string(reason), blob.member};
  if (first_.size() == kListedUnread) {
    const auto last = std::prev(first_.end());
    if (*last <= entry) return;
    first_.erase(last);
  }
  first_.insert(std::move(entry));
}

void Collector::add(const BlobName& blob, const Provenance& provenance,
                    std::vector<Detection>&& detections) {
  for (Detection& detection : detections) {
    if (applies_ && !applies_(blob, detection.rule)) continue;
    const std::string key = fingerprint(detection.secret, false);
    if (const auto by = silenced_by(blob, provenance, detection)) {
      add_silenced(key, detection, *by);
      continue;
    }
    Place place{blob, detection.where.begin, detection.where.end,
                std::string(object_of(provenance)), provenance.kind};
    add_one(key, std::move(place),
            {std::move(detection), provenance.introduction});
  }
}

std::optional<Collector::Silencer> Collector::silenced_by(
    const BlobName& blob, const Provenance& provenance,
    const Detection& detection) const {
  if (detection.is_marked) return Silencer::kRepository;
  const auto& introduction = provenance.introduction;
  const std::string_view commit =
      introduction ? std::string_view(introduction->commit) : "";
  for (const auto& [allows, by] : allowed_places_) {
    if (allows(blob, detection, commit)) return by;
  }
  return std::nullopt;
}

// What would not be shown for other reasons is not counted.
void Collector::add_silenced(const std::string& key, const Detection& detection,
                             Silencer by) {
  if (detection.confidence < options_.min_confidence ||
      rules_[detection.rule].severity < options_.min_severity) {
    return;
  }
  const std::lock_guard lock(mutex_);
  auto& silenced = by == Silencer::kUser ? passed_over_ : marked_;
  silenced.insert(key);
  if (silenced.size() > kMaxPlaces) silenced.erase(std::prev(silenced.end()));
}

void Collector::allow(const std::set<std::string>& fingerprints) {
  const std::lock_guard lock(mutex_);
  allowed_.insert(fingerprints.begin(), fingerprints.end());
}

void Collector::add_one(const std::string& key, Place place,
                        Sighting&& sighting) {
  Detection& detection = sighting.detection;
  const std::lock_guard lock(mutex_);
  const auto [at, is_new] = entries_.try_emplace(key);
  Entry& entry = at->second;
  const auto order = [](const Place& p, const Detection& d) {
    return std::tuple(std::tie(p), rest_of(d), std::tie(d.secret));
  };
  const bool names =
      is_new || more_specific(detection, entry.naming) ||
      (!more_specific(entry.naming, detection) &&
       order(place, detection) < order(entry.naming_place, entry.naming));
  if (names) {
    entry.naming = detection;
    entry.naming_place = place;
  }
  entry.confidence = std::max(entry.confidence, detection.confidence);
  detection.secret = Secret();
  keep_place(entry, std::move(place), std::move(sighting));
  keep_within_limit();
}

// Keeps the first kMaxPlacesPerFinding places, and of several sightings at one
// place the best.
void Collector::keep_place(Entry& entry, Place place, Sighting&& sighting) {
  const auto at = entry.places.find(place);
  if (at != entry.places.end()) {
    if (is_better(sighting, at->second)) at->second = std::move(sighting);
    return;
  }
  entry.places.emplace(std::move(place), std::move(sighting));
  ++places_;
  if (entry.places.size() <= kMaxPlacesPerFinding) return;
  entry.places.erase(std::prev(entry.places.end()));
  entry.cut = true;
  --places_;
}

// Drops the last entries as long as those before them make up kMaxPlaces.
void Collector::keep_within_limit() {
  while (!entries_.empty()) {
    const auto last = std::prev(entries_.end());
    const std::size_t size = last->second.places.size();
    if (places_ - size < kMaxPlaces) return;
    places_ -= size;
    entries_.erase(last);
    dropped_ = true;
  }
}

void Collector::add_skipped(const BlobName& blob, std::string_view reason) {
  const std::lock_guard lock(mutex_);
  skipped_.add(blob, reason);
  const auto at = skipped_reasons_.find(reason);
  if (at != skipped_reasons_.end()) {
    ++at->second;
  } else {
    skipped_reasons_.emplace(reason, 1);
  }
}

void Collector::add_unread(const BlobName& blob, std::string_view reason) {
  const std::lock_guard lock(mutex_);
  unread_.add(blob, reason);
}

// A strict order of what names a finding; `a` before `b`.
bool Collector::more_specific(const Detection& a, const Detection& b) const {
  const auto rank = [this](const Detection& d) {
    const Rule& rule = rules_[d.rule];
    return std::tuple(d.check_digits == CheckDigits::kValid, d.confidence,
                      !rule.generic, !rule.claims.empty(), rule.severity);
  };
  if (rank(a) != rank(b)) return rank(a) > rank(b);
  return rules_[a.rule].id < rules_[b.rule].id;
}

// A strict order of what stands at one place: the more specific, then what
// never depends on which came first.
bool Collector::is_better(const Sighting& a, const Sighting& b) const {
  if (more_specific(a.detection, b.detection)) return true;
  if (more_specific(b.detection, a.detection)) return false;
  const auto rest = [](const Sighting& s) {
    return std::tuple_cat(rest_of(s.detection), std::tie(s.introduction));
  };
  return rest(a) < rest(b);
}

bool Collector::is_shown(const Entry& entry) const {
  return entry.confidence >= options_.min_confidence &&
         rules_[entry.naming.rule].severity >= options_.min_severity;
}

Location Collector::location_of(Place&& place, Sighting&& sighting) {
  Detection& d = sighting.detection;
  return {.path = std::move(place.blob.path),
          .member = std::move(place.blob.member),
          .provenance = {place.kind, std::move(sighting.introduction)},
          .begin = d.begin,
          .end = d.end,
          .where = d.where,
          .decoded_from = std::move(d.decoded_from),
          .confidence = d.confidence,
          .snippet = std::move(d.snippet)};
}

// Empties entry.places. The secret is copied: the mask still needs it.
Finding Collector::finding_of(const std::string& key, Entry& entry) {
  const bool human_chosen = rules_[entry.naming.rule].human_chosen;
  Finding finding{.fingerprint = human_chosen
                                     ? fingerprint(entry.naming.secret, true)
                                     : key,
                  .rule = entry.naming.rule,
                  .secret = entry.naming.secret,
                  .confidence = entry.confidence,
                  .check_digits = entry.naming.check_digits,
                  .facts = entry.naming.facts,
                  .companions = entry.naming.companions,
                  .locations = {}};
  while (!entry.places.empty()) {
    auto node = entry.places.extract(entry.places.begin());
    add_new_facts(node.mapped().detection.facts, finding.facts);
    add_new_companions(node.mapped().detection.companions, finding.companions);
    finding.locations.push_back(
        location_of(std::move(node.key()), std::move(node.mapped())));
  }
  entry.companions = finding.companions;
  if (entry.cut) {
    unread_.add(
        {}, "limit: only the first " + std::to_string(kMaxPlacesPerFinding) +
                " places of finding " + finding.fingerprint + " are listed");
  }
  return finding;
}

// Takes the places that are known out of it. True: there is no other.
bool Collector::is_known(Finding& finding) const {
  if (!is_known_) return false;
  std::erase_if(finding.locations, [&](const Location& location) {
    return is_known_(finding, location);
  });
  return finding.locations.empty();
}

Report Collector::take(ScanSummary scan) {
  const std::lock_guard lock(mutex_);
  std::uint64_t known = 0;
  Report report{.scan = std::move(scan), .findings = {}};
  for (auto& [key, entry] : entries_) {
    if (!is_shown(entry)) continue;
    Finding finding = finding_of(key, entry);
    if (allowed_.contains(finding.fingerprint)) {
      marked_.insert(key);
    } else if (is_known(finding)) {
      ++known;
    } else {
      report.findings.push_back(std::move(finding));
    }
  }
  if (dropped_) {
    unread_.add({}, "limit: more than " + std::to_string(kMaxPlaces) +
                        " places with a secret; not all are listed");
  }
  report.scan.skipped_count = skipped_.count();
  report.scan.skipped = skipped_.first();
  report.scan.skipped_reasons = {skipped_reasons_.begin(),
                                 skipped_reasons_.end()};
  report.scan.unread_count = unread_.count();
  report.scan.unread = unread_.first();
  std::erase_if(passed_over_, [this](const std::string& key) {
    return marked_.contains(key);
  });
  report.scan.suppressed_count = marked_.size() + passed_over_.size() + known;
  report.scan.suppressed_by_repository = marked_.size();
  if (unread_.count() > 0 && report.scan.status == ScanStatus::kComplete) {
    report.scan.status = ScanStatus::kPartial;
  }
  mask_secrets(mask(), report);
  sort_findings(rules_, report.findings);
  return report;
}

SecretMask Collector::mask() const {
  SecretMask mask;
  if (options_.show_secrets) return mask;
  for (const auto& [key, entry] : entries_) {
    mask.add(entry.naming.secret.reveal());
    for (const Companion& c : entry.companions) mask.add(c.value.reveal());
  }
  return mask;
}

}  // namespace patrol

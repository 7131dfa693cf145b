#include "scanner/findings/merge_reports.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "scanner/findings/order.h"

namespace patrol {
namespace {

// What of two findings of one secret says what it is.
auto rank_of(const Finding& finding, const RuleSet& rules) {
  return std::tuple(finding.check_digits == CheckDigits::kValid,
                    finding.confidence, rules[finding.rule].severity);
}

void add_finding(Finding&& other, const RuleSet& rules, Finding& finding) {
  if (rank_of(other, rules) > rank_of(finding, rules)) {
    finding.rule = other.rule;
    finding.check_digits = other.check_digits;
  }
  if (other.verification.checked > finding.verification.checked) {
    finding.verification = other.verification;
  }
  if (!finding.secret.is_whole()) finding.secret = std::move(other.secret);
  finding.confidence = std::max(finding.confidence, other.confidence);
  add_new_facts(other.facts, finding.facts);
  add_new_companions(other.companions, finding.companions);
  std::move(other.locations.begin(), other.locations.end(),
            std::back_inserter(finding.locations));
}

// Sorted, each place once: the first of those that are the same stays.
void make_distinct(std::vector<Location>& locations) {
  std::stable_sort(locations.begin(), locations.end(), is_before);
  const auto same = [](const Location& a, const Location& b) {
    return !is_before(a, b) && !is_before(b, a);
  };
  locations.erase(std::unique(locations.begin(), locations.end(), same),
                  locations.end());
}

void add_entries(std::vector<Unread>&& others, std::vector<Unread>& entries) {
  std::move(others.begin(), others.end(), std::back_inserter(entries));
  std::sort(entries.begin(), entries.end());
  if (entries.size() > kListedUnread) entries.resize(kListedUnread);
}

// Of different kinds of scans a history says most of what was read.
ScanMode common_mode(ScanMode a, ScanMode b) {
  if (a == b) return a;
  const bool has_history = is_of_history(a) || is_of_history(b);
  return has_history ? ScanMode::kHistory : ScanMode::kFiles;
}

void add_scan(ScanSummary&& other, ScanSummary& scan) {
  scan.mode = common_mode(scan.mode, other.mode);
  scan.status = std::max(scan.status, other.status);  // kFailed is the greatest
  scan.started = std::min(scan.started, other.started);
  scan.duration_ms += other.duration_ms;
  scan.files += other.files;
  scan.blobs += other.blobs;
  scan.commits += other.commits;
  scan.bytes += other.bytes;
  scan.skipped_count += other.skipped_count;
  scan.unread_count += other.unread_count;
  scan.suppressed_count += other.suppressed_count;
  scan.suppressed_by_repository += other.suppressed_by_repository;
  add_entries(std::move(other.skipped), scan.skipped);
  add_entries(std::move(other.unread), scan.unread);
}

// "a, b": each target once.
std::string common_target(const std::vector<Report>& reports) {
  std::set<std::string_view> targets;
  for (const Report& report : reports) targets.insert(report.scan.target);
  std::string text;
  for (std::string_view target : targets) {
    text.append(text.empty() ? "" : ", ").append(target);
  }
  return text;
}

}  // namespace

Report merge_reports(std::vector<Report> reports, const RuleSet& rules) {
  std::stable_sort(reports.begin(), reports.end(),
                   [](const Report& a, const Report& b) {
                     return a.scan.started > b.scan.started;
                   });
  std::string target = common_target(reports);
  Report merged;
  merged.scan = std::move(reports.front().scan);
  std::unordered_map<std::string, std::size_t> places;  // by fingerprint
  for (Report& report : reports) {
    if (&report != &reports.front()) {
      add_scan(std::move(report.scan), merged.scan);
    }
    for (Finding& finding : report.findings) {
      const auto [at, is_new] =
          places.emplace(finding.fingerprint, merged.findings.size());
      if (is_new) {
        merged.findings.push_back(std::move(finding));
      } else {
        add_finding(std::move(finding), rules, merged.findings[at->second]);
      }
    }
  }
  merged.scan.target = std::move(target);
  for (Finding& finding : merged.findings) make_distinct(finding.locations);
  sort_findings(rules, merged.findings);
  return merged;
}

}  // namespace patrol

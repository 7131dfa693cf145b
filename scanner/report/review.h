// The record that an auditor asks for: every secret that leaked, whose it is,
// what it may, until when, when it was first seen, and what providers said of
// it each time that they were asked.
//
//   | secret | kind | owner | scopes | expires | first seen | places | status …
//   | | ghp_…BhpX | GitHub … | ada | repo | 2027-01-01 | 2025-03-02 | 3 | live
//     (2026-11-01 live, 2026-11-29 dead) | …
//
// Made of reports of one thing over time. Redacted whatever they hold.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>
#include <utility>
#include <vector>

#include "scanner/core/finding.h"
#include "scanner/rules/ruleset.h"

namespace patrol {

// One secret through all reports.
struct ReviewedSecret {
  Finding latest;               // as the last report that has it tells of it
  std::int64_t first_seen = 0;  // seconds since the Unix epoch: when it was
                                // committed, or first reported
  bool is_gone = false;         // the last report has it no more
  // What each report says of it, by time.
  std::vector<std::pair<std::int64_t, LiveStatus>> statuses = {};
};

// Sorted: what works first, then by when it was first seen, then by
// fingerprint. `reports` are sorted by when they were started.
std::vector<ReviewedSecret> review(const std::vector<Report>& reports);

enum class ReviewFormat : std::uint8_t { kMarkdown, kCsv, kJson };

void write_review(const std::vector<ReviewedSecret>& secrets,
                  const RuleSet& rules, ReviewFormat format, std::ostream& out);

}  // namespace patrol

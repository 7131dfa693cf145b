#include "scanner/report/review.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <ostream>
#include <tuple>

#include "scanner/core/utc_time.h"
#include "scanner/report/json_writer.h"
#include "scanner/report/live_advice.h"
#include "scanner/report/markdown_cell.h"
#include "scanner/report/spreadsheet_field.h"

namespace patrol {
namespace {

// When it was committed, if a history was read, else when it was reported.
std::int64_t first_seen(const Finding& finding, std::int64_t started) {
  std::int64_t first = started;
  for (const Location& location : finding.locations) {
    const auto& introduction = location.provenance.introduction;
    if (introduction && !introduction->commit.empty()) {
      first = std::min(first, introduction->date);
    }
  }
  return first;
}

std::string day(std::int64_t seconds) {
  return utc_time(seconds).substr(0, 10);
}

// "2026-11-01 live, 2026-11-29 dead"
std::string timeline(const ReviewedSecret& secret) {
  std::string text;
  for (const auto& [time, status] : secret.statuses) {
    text += (text.empty() ? "" : ", ") + day(time) + ' ' +
            std::string(to_text(status));
  }
  return text;
}

std::string standing(const ReviewedSecret& secret) {
  const auto& v = secret.latest.verification;
  return std::string(to_text(v.status)) +
         (secret.is_gone ? ", no longer found" : "");
}

constexpr std::string_view kColumns[] = {
    "secret", "kind",   "owner",  "scopes", "expires",    "first seen",
    "places", "status", "so far", "advice", "fingerprint"};

std::vector<std::string> cells_of(const ReviewedSecret& secret,
                                  const RuleSet& rules) {
  const Finding& f = secret.latest;
  const Verification& v = f.verification;
  return {f.secret.redacted(),
          std::string(rules[f.rule].name),
          v.account,
          fmt::format("{}", fmt::join(v.scopes, " ")),
          v.expires,
          day(secret.first_seen),
          std::to_string(f.locations.size()),
          standing(secret),
          timeline(secret),
          fmt::format("{}", fmt::join(live_advice(f, v.checked), "; ")),
          f.fingerprint};
}

void write_markdown_row(const std::vector<std::string>& cells,
                        std::ostream& out) {
  for (const std::string& cell : cells)
    out << "| " << markdown_cell(cell) << ' ';
  out << "|\n";
}

void write_markdown(const std::vector<ReviewedSecret>& secrets,
                    const RuleSet& rules, std::ostream& out) {
  write_markdown_row({std::begin(kColumns), std::end(kColumns)}, out);
  for (std::size_t i = 0; i < std::size(kColumns); ++i) out << "| --- ";
  out << "|\n";
  for (const ReviewedSecret& secret : secrets) {
    write_markdown_row(cells_of(secret, rules), out);
  }
}

void write_csv_row(const std::vector<std::string>& cells, std::ostream& out) {
  std::string_view comma;
  for (const std::string& cell : cells) {
    out << comma << spreadsheet_field(cell);
    comma = ",";
  }
  out << '\n';
}

void write_csv(const std::vector<ReviewedSecret>& secrets, const RuleSet& rules,
               std::ostream& out) {
  write_csv_row({std::begin(kColumns), std::end(kColumns)}, out);
  for (const ReviewedSecret& secret : secrets) {
    write_csv_row(cells_of(secret, rules), out);
  }
}

void write_json(const std::vector<ReviewedSecret>& secrets,
                const RuleSet& rules, std::ostream& out) {
  JsonWriter json(out);
  json.object([&] {
    json.text("schema", "patrol-review/1");
    json.array("secrets", [&] {
      for (const ReviewedSecret& secret : secrets) {
        const auto cells = cells_of(secret, rules);
        json.object([&] {
          for (std::size_t i = 0; i < cells.size(); ++i) {
            json.text(kColumns[i], cells[i]);
          }
        });
      }
    });
  });
  out << '\n';
}

auto order_of(const ReviewedSecret& secret) {
  return std::make_tuple(!works(secret.latest.verification.status),
                         secret.first_seen, secret.latest.fingerprint);
}

}  // namespace

std::vector<ReviewedSecret> review(const std::vector<Report>& reports) {
  std::map<std::string, ReviewedSecret> secrets;
  for (std::size_t i = 0; i < reports.size(); ++i) {
    for (const Finding& finding : reports[i].findings) {
      const std::int64_t started = reports[i].scan.started;
      const auto [at, is_new] = secrets.try_emplace(finding.fingerprint);
      ReviewedSecret& secret = at->second;
      const std::int64_t seen = first_seen(finding, started);
      secret.first_seen = is_new ? seen : std::min(secret.first_seen, seen);
      secret.latest = finding;
      secret.is_gone = i + 1 < reports.size();
      secret.statuses.emplace_back(started, finding.verification.status);
    }
  }
  std::vector<ReviewedSecret> sorted;
  sorted.reserve(secrets.size());
  for (auto& [fingerprint, secret] : secrets) {
    sorted.push_back(std::move(secret));
  }
  std::ranges::sort(sorted, [](const auto& a, const auto& b) {
    return order_of(a) < order_of(b);
  });
  return sorted;
}

void write_review(const std::vector<ReviewedSecret>& secrets,
                  const RuleSet& rules, ReviewFormat format,
                  std::ostream& out) {
  if (format == ReviewFormat::kCsv) return write_csv(secrets, rules, out);
  if (format == ReviewFormat::kJson) return write_json(secrets, rules, out);
  write_markdown(secrets, rules, out);
}

}  // namespace patrol

#include "scanner/cli/option_values.h"

#include <cstdlib>

#include "scanner/cli/date.h"
#include "scanner/report/format.h"

namespace patrol {
namespace {

std::string quoted(const std::string& text) { return '"' + text + '"'; }

}  // namespace

const Words<std::optional<bool>> kOnTimeout = {{"allow", true},
                                               {"deny", false}};
const Words<When> kWhens = {
    {"auto", When::kAuto}, {"always", When::kAlways}, {"never", When::kNever}};
const Words<CiMode> kCiModes = {{"auto", CiMode::kAuto},
                                {"diff", CiMode::kDiff},
                                {"tree", CiMode::kTree},
                                {"history", CiMode::kHistory}};
const Words<Confidence> kConfidences = {{"low", Confidence::kLow},
                                        {"medium", Confidence::kMedium},
                                        {"high", Confidence::kHigh},
                                        {"certain", Confidence::kCertain}};
const Words<Severity> kSeverities = {{"low", Severity::kLow},
                                     {"medium", Severity::kMedium},
                                     {"high", Severity::kHigh},
                                     {"critical", Severity::kCritical}};

const Words<ReviewFormat> kReviewFormats = {
    {"markdown", ReviewFormat::kMarkdown},
    {"csv", ReviewFormat::kCsv},
    {"json", ReviewFormat::kJson}};

const Words<FailOn> kFailOn = {{"low", {Severity::kLow}},
                               {"medium", {Severity::kMedium}},
                               {"high", {Severity::kHigh}},
                               {"critical", {Severity::kCritical}},
                               {"live", {.live = true}}};

std::string format_names() {
  std::string names;
  for (const Format& format : formats()) {
    names += (names.empty() ? "" : "|") + std::string(format.name);
  }
  return names;
}

Result<std::string> parse_format(const std::string& text) {
  if (find_format(text)) return text;
  return Error{quoted(text) + " is not one of " + format_names()};
}

Result<ReportTarget> parse_report_target(const std::string& text) {
  const std::size_t colon = text.find(':');
  if (colon == text.npos || colon + 1 == text.size()) {
    return Error{"takes FORMAT:FILE"};
  }
  Result<std::string> format = parse_format(text.substr(0, colon));
  if (!format) return format.error();
  return ReportTarget{*std::move(format), text.substr(colon + 1)};
}

Result<double> parse_seconds(const std::string& text) {
  char* end = nullptr;
  const double seconds = std::strtod(text.c_str(), &end);
  const bool is_good = *end == '\0' && seconds >= 0.001 && seconds <= 1e9;
  if (is_good) return seconds;
  return Error{quoted(text) + " is not from 0.001 to 1e9"};
}

Result<CommitRange> parse_range(const std::string& text) {
  const std::size_t dots = text.find("..");
  const bool is_range = dots != text.npos && text.size() > 2 &&
                        text.find("..", dots + 1) == text.npos;
  if (!is_range) return Error{quoted(text) + " is not of the form A..B"};
  const std::string from = text.substr(0, dots);
  const std::string to = text.substr(dots + 2);
  return CommitRange{.wanted = {to.empty() ? "HEAD" : to},
                     .unwanted = {from.empty() ? "HEAD" : from}};
}

Result<std::int64_t> parse_since(const std::string& text) {
  const auto time = parse_date(text, current_time());
  if (time) return *time;
  return Error{quoted(text) +
               " is no date such as 2026-07-01, 2026-07-01T20:15Z or \"90 days "
               "ago\""};
}

}  // namespace patrol

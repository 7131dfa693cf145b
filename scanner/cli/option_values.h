// From the words behind flags to values: what options.cc checks of them, and
// the words that its help shows. Errors say what would have been right, without
// the flag's name, which who parses the command line puts before them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "scanner/cli/options.h"
#include "scanner/core/result.h"

namespace patrol {

// The words of a choice, in the order in which the help has them.
template <typename Value>
using Words = std::vector<std::pair<std::string, Value>>;

// "auto|always|never"
template <typename Value>
std::string joined(const Words<Value>& words) {
  std::string names;
  for (const auto& [word, value] : words) {
    names += (names.empty() ? "" : "|") + word;
  }
  return names;
}

extern const Words<When> kWhens;
extern const Words<CiMode> kCiModes;
extern const Words<Confidence> kConfidences;
extern const Words<Severity> kSeverities;
extern const Words<FailOn> kFailOn;
extern const Words<ReviewFormat> kReviewFormats;
extern const Words<std::optional<bool>> kOnTimeout;  // does git go on?

// "human|json|jsonl"
std::string format_names();

// The name of a report's format, as it is.
Result<std::string> parse_format(const std::string& text);

// "json:report.json"; the file's name may have colons.
Result<ReportTarget> parse_report_target(const std::string& text);

// "1.5": seconds, from 0.001 to 1e9.
Result<double> parse_seconds(const std::string& text);

// "main..topic"; an end that is left out is HEAD, as in git.
Result<CommitRange> parse_range(const std::string& text);

// See cli/date.h; from the time that it is.
Result<std::int64_t> parse_since(const std::string& text);

}  // namespace patrol

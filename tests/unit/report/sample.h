// The reports that the golden files show: rules that are not the catalogue's,
// so that a better catalogue changes no golden file, and secrets that nobody
// issued.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scanner/report/format.h"

namespace patrol {

// The rules, the report and what else a format is given, together.
struct Sample {
  RuleSet rules;
  Report report;
  std::vector<std::string> secrets;  // no format may print these

  ReportInput input() const {
    return {report, rules, "0.1.0", "sha256:00c0ffee"};
  }
};

// Three findings in many places, skipped and unread entries.
Sample usual_sample();

// Names and lines that a terminal, a CI runner or a parser could choke on.
Sample hostile_sample();

// Of a history: every kind of place, and of files what can become of them.
Sample history_sample();

// Nothing was found, all was read.
Sample empty_sample();

// `sample` in a format, by name.
std::string rendered(const Sample& sample, std::string_view format,
                     const ReportOptions& options = {});

// The text of tests/data/report/`name`. With UPDATE_GOLDEN=1 in the
// environment `actual` is written there first: read the difference.
std::string golden(const std::string& name, const std::string& actual);

}  // namespace patrol

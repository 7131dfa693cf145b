// Reports that the user named, as one.
#pragma once

#include <string>
#include <vector>

#include "scanner/core/finding.h"
#include "scanner/core/result.h"
#include "scanner/report/format.h"
#include "scanner/rules/ruleset.h"

namespace patrol {

// One report is as it stands, several are merged (findings/merge_reports.h).
struct JoinedReport {
  Report report;
  RuleSet rules;  // which its findings point into
  std::string version;
  std::string rules_digest;
  std::size_t rules_told = 0;

  ReportInput input() const {
    return {report, rules, version, rules_digest, rules_told};
  }
};

// `files`: of --format json or jsonl; "-" is standard input. Error: one line
// that names the file. REQUIRES: there is one at least.
Result<JoinedReport> read_reports(const std::vector<std::string>& files);

// Each by itself, sorted by when they were started.
struct ReportSeries {
  std::vector<Report> reports;
  RuleSet rules;  // which their findings point into
};

// As above.
Result<ReportSeries> read_report_series(const std::vector<std::string>& files);

}  // namespace patrol

#include "scanner/cli/stored_reports.h"

#include <algorithm>
#include <utility>

#include "scanner/cli/input_file.h"
#include "scanner/cli/messages.h"
#include "scanner/cli/version.h"
#include "scanner/core/digest.h"
#include "scanner/findings/merge_reports.h"
#include "scanner/report/stored_report.h"
#include "scanner/rules/told_rules.h"

namespace patrol {
namespace {

Result<std::vector<StoredReport>> read_each(
    const std::vector<std::string>& files, ToldRules& rules) {
  std::vector<StoredReport> reports;
  for (const std::string& file : files) {
    const Result<std::string> text = read_input(file);
    if (!text) return text.error();
    Result<StoredReport> report =
        read_stored_report(*text, name_of_input(file), rules);
    if (!report) return report.error();
    if (report->has_more) {
      warn(name_of_input(file) +
           ": says more than this patrol knows; that is left out");
    }
    reports.push_back(*std::move(report));
  }
  return reports;
}

// Which patrol scanned, and with which rules. Of several that differ, this one
// has put their reports together, and the rules are told apart by a digest of
// their digests.
StoredReport common_tool(const std::vector<StoredReport>& reports) {
  StoredReport tool;
  std::vector<std::string> digests;
  for (const StoredReport& report : reports) {
    const bool same = tool.version.empty() || tool.version == report.version;
    tool.version = same ? report.version : std::string(version());
    tool.rules = std::max(tool.rules, report.rules);
    digests.push_back(report.rules_digest);
  }
  std::sort(digests.begin(), digests.end());
  digests.erase(std::unique(digests.begin(), digests.end()), digests.end());
  tool.rules_digest = digests.front();
  if (digests.size() == 1) return tool;
  std::string joined;
  for (const std::string& digest : digests) joined += digest + '\n';
  tool.rules_digest = "sha256:" + sha256_hex(joined);
  return tool;
}

Report joined_report(std::vector<StoredReport>&& stored, const ToldRules& told,
                     const RuleSet& rules) {
  std::vector<Report> reports;
  for (StoredReport& one : stored) {
    told.renumber(one.report);
    reports.push_back(std::move(one.report));
  }
  if (reports.size() == 1) return std::move(reports.front());
  return merge_reports(std::move(reports), rules);
}

}  // namespace

Result<ReportSeries> read_report_series(const std::vector<std::string>& files) {
  ToldRules told;
  Result<std::vector<StoredReport>> stored = read_each(files, told);
  if (!stored) return stored.error();
  ReportSeries series{{}, told.rules(builtin_rules())};
  for (StoredReport& one : *stored) {
    told.renumber(one.report);
    series.reports.push_back(std::move(one.report));
  }
  std::stable_sort(series.reports.begin(), series.reports.end(),
                   [](const Report& a, const Report& b) {
                     return a.scan.started < b.scan.started;
                   });
  return series;
}

Result<JoinedReport> read_reports(const std::vector<std::string>& files) {
  ToldRules told;
  Result<std::vector<StoredReport>> stored = read_each(files, told);
  if (!stored) return stored.error();
  const RuleSet rules = told.rules(builtin_rules());
  const StoredReport tool = common_tool(*stored);
  return JoinedReport{joined_report(*std::move(stored), told, rules), rules,
                      tool.version, tool.rules_digest, tool.rules};
}

}  // namespace patrol

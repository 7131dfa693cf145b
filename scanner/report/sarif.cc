// --format sarif: SARIF 2.1.0, as GitHub code scanning and Azure DevOps
// Advanced Security take it in.
//
//   { "$schema": …, "version": "2.1.0", "runs": [ {
//     "tool": {…},                 sarif_rules.h
//     "invocations": [ { "executionSuccessful": true, … } ],
//     "automationDetails": { "id": "patrol/files/" },
//     "results": [ {…} ] } ] }     sarif_result.h
//
// A result is a finding, the worst first. GitHub refuses a file with more than
// 25,000 results whole, and Azure DevOps one with more than 5,000; what goes
// beyond is left out, and a notification says so, as it does for inputs that
// were not read. Of its results GitHub shows the first 5,000 by severity.
//
// A second upload with the same "automationDetails" takes the place of the
// first, so each mode of patrol has its own.
//
// A SARIF file is made to be uploaded, so it holds no secret, --show-secrets or
// not, and no line of source.
//
// https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
// https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
// https://learn.microsoft.com/azure/devops/repos/security/github-advanced-security-code-scanning-third-party
#include <algorithm>
#include <ostream>
#include <string>
#include <string_view>

#include "scanner/core/utc_time.h"
#include "scanner/report/ci_run.h"
#include "scanner/report/finding_wording.h"
#include "scanner/report/format.h"
#include "scanner/report/json_writer.h"
#include "scanner/report/sarif_result.h"
#include "scanner/report/sarif_rules.h"
#include "scanner/report/severity_order.h"
#include "scanner/report/wording.h"

namespace patrol {
namespace {

constexpr std::string_view kSchemaUri =
    "https://json.schemastore.org/sarif-2.1.0.json";
constexpr std::size_t kMostResults = 25'000;
constexpr std::size_t kMostResultsOfAzure = 5'000;

class SarifReport {
 public:
  SarifReport(const ReportInput& input, std::ostream& out)
      : input_(input),
        scan_(input.report.scan),
        run_(ci_run()),
        most_results_(run_.is_azure ? kMostResultsOfAzure : kMostResults),
        checkout_(scan_),
        rules_(input),
        hashes_(input.report, checkout_),
        json_(out) {}

  void write();

 private:
  void write_run();
  void write_invocation();
  void write_notifications();
  void write_notification(std::string_view level, std::string_view text);
  void write_unread(const Unread& entry);
  void write_cuts();
  void write_provenance();
  void write_automation();
  void write_results();

  const ReportInput& input_;
  const ScanSummary& scan_;
  const CiRun run_;
  const std::size_t most_results_;
  const Checkout checkout_;
  const SarifRules rules_;
  const SourceHashes hashes_;
  JsonWriter json_;
};

void SarifReport::write() {
  json_.object([&] {
    json_.text("$schema", kSchemaUri);
    json_.text("version", "2.1.0");
    json_.array("runs", [&] { json_.object([&] { write_run(); }); });
  });
}

void SarifReport::write_run() {
  rules_.write_tool(json_);
  json_.array("invocations", [&] { write_invocation(); });
  write_provenance();
  write_automation();
  json_.text("columnKind", "unicodeCodePoints");
  write_results();
  json_.object("properties", [&] {
    json_.text("mode", to_text(scan_.mode));
    json_.text("status", to_text(scan_.status));
  });
}

void SarifReport::write_invocation() {
  const bool complete = scan_.status == ScanStatus::kComplete;
  json_.object([&] {
    json_.boolean("executionSuccessful", complete);
    json_.text("startTimeUtc", utc_time(scan_.started));
    json_.text("endTimeUtc",
               utc_time(scan_.started + scan_.duration_ms / 1000));
    json_.array("toolExecutionNotifications", [&] { write_notifications(); });
  });
}

void SarifReport::write_notification(std::string_view level,
                                     std::string_view text) {
  json_.object([&] {
    json_.text("level", level);
    json_.object("message", [&] { json_.text("text", text); });
  });
}

void SarifReport::write_notifications() {
  if (scan_.status != ScanStatus::kComplete) {
    write_notification("error", incomplete_text(scan_, 0));
  }
  for (const Unread& entry : scan_.unread) write_unread(entry);
  write_cuts();
}

void SarifReport::write_unread(const Unread& entry) {
  if (entry.path.empty()) return write_notification("error", entry.reason);
  json_.object([&] {
    json_.text("level", "error");
    json_.object("message", [&] { json_.text("text", entry.reason); });
    json_.array("locations", [&] {
      json_.object([&] {
        json_.object("physicalLocation",
                     [&] { write_sarif_artifact(entry.path, json_); });
      });
    });
  });
}

// What the limits of those who take the file in have cost.
void SarifReport::write_cuts() {
  const auto& findings = input_.report.findings;
  if (findings.size() > most_results_) {
    write_notification(
        "warning", "of " + counted(findings.size(), "finding") + " the worst " +
                       with_separators(most_results_) + " are in this report");
  }
  const auto long_ones = static_cast<std::size_t>(std::count_if(
      findings.begin(), findings.end(),
      [](const Finding& f) { return f.locations.size() > kSarifLocations; }));
  if (long_ones == 0) return;
  write_notification("warning", "of " + counted(long_ones, "finding") +
                                    " the first " +
                                    std::to_string(kSarifLocations) +
                                    " places are in this report");
}

void SarifReport::write_provenance() {
  if (run_.repository.empty()) return;
  json_.array("versionControlProvenance", [&] {
    json_.object([&] {
      json_.text("repositoryUri", run_.repository);
      if (!run_.revision.empty()) json_.text("revisionId", run_.revision);
      if (!run_.branch.empty()) json_.text("branch", run_.branch);
      json_.object("mappedTo",
                   [&] { json_.text("uriBaseId", kSarifSourceRoot); });
    });
  });
}

void SarifReport::write_automation() {
  const std::string own = "patrol/" + std::string(to_text(scan_.mode)) + '/';
  json_.object("automationDetails", [&] {
    json_.text("id", run_.automation_id.empty() ? own : run_.automation_id);
    if (run_.automation_properties.empty()) return;
    json_.object("properties", [&] {
      for (const auto& [key, value] : run_.automation_properties) {
        json_.text(key, value);
      }
    });
  });
}

void SarifReport::write_results() {
  const SarifContext context{input_, checkout_, rules_, hashes_};
  json_.array("results", [&] {
    std::size_t left = most_results_;
    for (const Finding* finding : worst_first(input_)) {
      if (left-- == 0) return;
      write_sarif_result(*finding, context, json_);
    }
  });
}

}  // namespace

void write_sarif(const ReportInput& input, const ReportOptions&,
                 std::ostream& out) {
  SarifReport(input, out).write();
}

}  // namespace patrol

// --format csv: a line a place, for a spreadsheet. The columns are those of
// gitleaks' (gitleaks_fields.h), then patrol's own:
//
//   RuleID,Commit,File,…,Tags,Name,Severity,…
//   azure-devops-pat,,ci/build.yml,…
//
// RFC 4180, but for its line ends, which are LF as everywhere in patrol. The
// header is there even where nothing was found. Neither what was not read nor
// whether the scan is complete has a place in it.
//
// Text that a spreadsheet would run is kept from it (spreadsheet_field.h).
#include <algorithm>
#include <array>
#include <ostream>
#include <string>
#include <string_view>

#include "scanner/core/utc_time.h"
#include "scanner/report/finding_wording.h"
#include "scanner/report/format.h"
#include "scanner/report/gitleaks_fields.h"
#include "scanner/report/spreadsheet_field.h"

namespace patrol {
namespace {

constexpr std::string_view kHeader =
    "RuleID,Commit,File,SymlinkFile,Secret,Match,StartLine,EndLine,"
    "StartColumn,EndColumn,Author,Message,Date,Email,Fingerprint,Tags,"
    "Name,Severity,Confidence,Kind,RemovedCommit,RemovedDate,AtHead,"
    "SecretFingerprint\n";

std::string tags_of(const Rule& rule) {
  std::string text;
  for (const Text tag : rule.tags) {
    text.append(text.empty() ? "" : " ").append(tag);
  }
  return text;
}

std::string introduction_fields(const Location& location) {
  if (!location.provenance.introduction) return ",,";
  const Introduction& i = *location.provenance.introduction;
  const bool removed = !i.removed_commit.empty();
  return i.removed_commit + ',' + (removed ? utc_time(i.removed_date) : "") +
         ',' + (i.at_head ? "yes" : "no");
}

void write_line(const Finding& finding, const Location& location,
                const GitleaksFields& f, std::ostream& out) {
  const std::string secret = spreadsheet_field(f.secret);
  out << spreadsheet_field(f.rule.id) << ',' << f.commit << ','
      << spreadsheet_field(f.file) << ",," << secret << ',' << secret << ','
      << f.start_line << ',' << f.end_line << ',' << f.start_column << ','
      << f.end_column << ',' << spreadsheet_field(f.author) << ",," << f.date
      << ',' << spreadsheet_field(f.email) << ','
      << spreadsheet_field(f.fingerprint) << ','
      << spreadsheet_field(tags_of(f.rule)) << ','
      << spreadsheet_field(f.rule.name) << ',' << to_text(f.rule.severity)
      << ',' << to_text(location.confidence) << ','
      << to_text(location.provenance.kind) << ','
      << introduction_fields(location) << ',' << finding.fingerprint << '\n';
}

}  // namespace

void write_csv(const ReportInput& input, const ReportOptions& options,
               std::ostream& out) {
  out << kHeader;
  for (const Finding& finding : input.report.findings) {
    for (const Location& location : finding.locations) {
      write_line(
          finding, location,
          gitleaks_fields(finding, location, input.rules, options.show_secrets),
          out);
    }
  }
}

}  // namespace patrol

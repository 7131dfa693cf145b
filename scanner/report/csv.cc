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
// A spreadsheet runs what starts with one of = + - @, a tab or a line end, and
// older ones what starts with | or %, quoted or not; a file may be called
// "=cmd|…". Such a field gets an apostrophe in front, as OWASP advises
// (https://owasp.org/www-community/attacks/CSV_Injection). All text passes
// printable(), so each line is one record.
#include <algorithm>
#include <array>
#include <ostream>
#include <string>
#include <string_view>

#include "scanner/core/utc_time.h"
#include "scanner/report/finding_wording.h"
#include "scanner/report/format.h"
#include "scanner/report/gitleaks_fields.h"
#include "scanner/report/printable.h"
#include "scanner/report/replaced.h"

namespace patrol {
namespace {

constexpr std::string_view kHeader =
    "RuleID,Commit,File,SymlinkFile,Secret,Match,StartLine,EndLine,"
    "StartColumn,EndColumn,Author,Message,Date,Email,Fingerprint,Tags,"
    "Name,Severity,Confidence,Kind,RemovedCommit,RemovedDate,AtHead,"
    "SecretFingerprint\n";

// Also as they are typed in East Asia, which Excel takes for the same.
constexpr std::array<std::string_view, 10> kFormulaStarts = {
    "=", "+", "-", "@", "|", "%", "＝", "＋", "－", "＠"};

bool starts_formula(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  return std::any_of(
      kFormulaStarts.begin(), kFormulaStarts.end(),
      [text](std::string_view s) { return text.starts_with(s); });
}

std::string field(std::string_view untrusted) {
  std::string text = printable(untrusted);
  if (starts_formula(text)) text.insert(0, 1, '\'');
  if (text.find_first_of(",\"") == text.npos) return text;
  constexpr Replacement kInQuotes[] = {{'"', "\"\""}};
  return '"' + replaced(text, kInQuotes) + '"';
}

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
  const std::string secret = field(f.secret);
  out << field(f.rule.id) << ',' << f.commit << ',' << field(f.file) << ",,"
      << secret << ',' << secret << ',' << f.start_line << ',' << f.end_line
      << ',' << f.start_column << ',' << f.end_column << ',' << field(f.author)
      << ",," << f.date << ',' << field(f.email) << ',' << field(f.fingerprint)
      << ',' << field(tags_of(f.rule)) << ',' << field(f.rule.name) << ','
      << to_text(f.rule.severity) << ',' << to_text(location.confidence) << ','
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

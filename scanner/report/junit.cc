// --format junit: findings as failed tests, for the tab that every CI has for
// tests.
//
//   <testsuites>
//    <testsuite name="patrol" tests="2" failures="1" errors="0" …>
//     <properties>…</properties>
//     <testcase classname="patrol" name="everything was read" time="0"/>
//     <testcase classname="patrol.azure-devops-pat" name="Azure DevOps
//       personal access token JkLq…2yi3 in ci/build.yml" time="0">
//      <failure type="critical" message="…">places, what to do</failure>
//
// The first test fails with an error where the scan is incomplete; it also
// keeps the suite from being empty, which Azure Pipelines and GitLab complain
// about. A test's name has no line number, so that its history goes on when
// lines move.
//
// There is no standard. This keeps to the schemas of Jenkins
// (https://github.com/jenkinsci/xunit-plugin, junit-10.xsd) and of Azure
// Pipelines (https://github.com/windyroad/JUnit-Schema), which leave no
// attribute for the file. XML 1.0 has no way to write most control characters,
// escaped or not; all text passes printable().
#include <fmt/format.h>

#include <algorithm>
#include <ostream>
#include <string>
#include <string_view>

#include "scanner/core/utc_time.h"
#include "scanner/core/utf8.h"
#include "scanner/report/finding_wording.h"
#include "scanner/report/format.h"
#include "scanner/report/place_wording.h"
#include "scanner/report/printable.h"
#include "scanner/report/replaced.h"

namespace patrol {
namespace {

// A page that shows the failure has no room for more; the other formats do.
constexpr std::size_t kPlacesShown = 100;
constexpr std::size_t kUnreadShown = 100;

constexpr Replacement kInXml[] = {
    {'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}};

// U+FFFE and U+FFFF are printable, and the only such that XML has not.
std::string without_noncharacters(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const CodePoint point = first_code_point(text);
    const bool bad = point.value == 0xFFFE || point.value == 0xFFFF;
    result += bad ? "\xef\xbf\xbd" : text.substr(0, point.size);
    text.remove_prefix(point.size);
  }
  return result;
}

// Inside of elements and of double quotes. REQUIRES: `text` is printable.
std::string xml(std::string_view text) {
  return replaced(without_noncharacters(text), kInXml);
}

std::string places_of(const Finding& finding) {
  std::string text;
  const std::size_t size = finding.locations.size();
  for (std::size_t i = 0; i < std::min(size, kPlacesShown); ++i) {
    const Location& location = finding.locations[i];
    const std::string history = history_text(location.provenance);
    text += place_text(location) + (history.empty() ? "" : "  ") + history;
    text += '\n';
  }
  if (size > kPlacesShown) {
    text += fmt::format("and {} more\n", size - kPlacesShown);
  }
  return text;
}

std::string file_of(const Finding& finding) {
  const Location& location = primary_location(finding);
  return printable(path_text(location));
}

void write_failure(const Finding& finding, const Rule& rule, bool show_secrets,
                   std::ostream& out) {
  const std::string head = headline(finding, rule, show_secrets);
  out << "    <testcase classname=\"patrol." << xml(printable(rule.id))
      << "\" name=\"" << xml(head + " in " + file_of(finding))
      << "\" time=\"0\">\n      <failure type=\"" << to_text(rule.severity)
      << "\" message=\"" << xml(head + " in " + spread(finding)) << "\">"
      << xml(places_of(finding)) << xml(advice(finding, rule))
      << "\nfingerprint " << finding.fingerprint
      << "</failure>\n    </testcase>\n";
}

bool is_complete(const ScanSummary& scan) {
  return scan.status == ScanStatus::kComplete;
}

void write_completeness(const ScanSummary& scan, std::ostream& out) {
  out << "    <testcase classname=\"patrol\" name=\"everything was read\" "
         "time=\"0\"";
  if (is_complete(scan)) {
    out << "/>\n";
    return;
  }
  out << ">\n      <error type=\"" << to_text(scan.status) << "\" message=\""
      << xml(incomplete_text(scan, 0)) << "\">"
      << xml(incomplete_text(scan, kUnreadShown))
      << "</error>\n    </testcase>\n";
}

void write_head(const ReportInput& input, std::ostream& out) {
  const ScanSummary& scan = input.report.scan;
  const std::size_t failures = input.report.findings.size();
  out << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n"
      << "  <testsuite name=\"patrol\" package=\"patrol\" id=\"0\" timestamp=\""
      << utc_time(scan.started).substr(0, 19) << "\" hostname=\"localhost\" "
      << fmt::format(
             "tests=\"{}\" failures=\"{}\" errors=\"{}\" time=\"{:.3f}\">\n",
             failures + 1, failures, is_complete(scan) ? 0 : 1,
             static_cast<double>(scan.duration_ms) / 1000)
      << "    <properties>\n      <property name=\"version\" value=\""
      << xml(printable(input.version))
      << "\"/>\n      <property name=\"status\" value=\""
      << to_text(scan.status) << "\"/>\n    </properties>\n";
}

}  // namespace

void write_junit(const ReportInput& input, const ReportOptions& options,
                 std::ostream& out) {
  write_head(input, out);
  write_completeness(input.report.scan, out);
  for (const Finding& finding : input.report.findings) {
    write_failure(finding, input.rules[finding.rule], options.show_secrets,
                  out);
  }
  out << "    <system-out/>\n    <system-err/>\n  </testsuite>\n"
         "</testsuites>\n";
}

}  // namespace patrol

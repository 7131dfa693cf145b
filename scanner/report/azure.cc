// --format azure: issues of Azure Pipelines, for standard output of a step.
// They stand on the page of the run, with a link to the line:
//
//   ##vso[task.logissue type=error;sourcepath=ci/build.yml;linenumber=3;
//     columnnumber=16;code=azure-devops-pat]Azure DevOps … JkLq…2yi3 in …
//
// (in one line). That page shows the first ten of a step and the log all, so
// the worst come first.
//
// An agent obeys "##vso[" and "##[" wherever in a line they stand. Names of
// what is scanned pass printable(), which breaks both up and leaves no line
// end, and then the escaping that the agent undoes: % everywhere, and ; and ]
// in a property. A file that is not in the checkout is named in the text alone.
//
// https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands
#include <ostream>
#include <string>
#include <string_view>

#include "scanner/report/checkout.h"
#include "scanner/report/finding_wording.h"
#include "scanner/report/format.h"
#include "scanner/report/place_wording.h"
#include "scanner/report/printable.h"
#include "scanner/report/replaced.h"
#include "scanner/report/severity_order.h"

namespace patrol {
namespace {

constexpr std::size_t kUnreadNamed = 3;

std::string_view type_of(Severity severity) {
  return severity >= Severity::kHigh ? "error" : "warning";
}

// Of what is printable, and so has no line ends to escape.
constexpr Replacement kInData[] = {{'%', "%AZP25"}};
constexpr Replacement kInProperty[] = {
    {'%', "%AZP25"}, {';', "%3B"}, {']', "%5D"}};

// "sourcepath=a.yml;linenumber=3;columnnumber=16;"; empty: it is in no file
// that can be shown.
std::string position(const Location& location, const Checkout& checkout) {
  if (!is_in_checkout(location)) return {};
  std::string text = "sourcepath=" +
                     replaced(printable(checkout.file(location)), kInProperty) +
                     ';';
  if (!location.member.empty()) return text;
  return text + "linenumber=" + std::to_string(location.begin.line) +
         ";columnnumber=" + std::to_string(location.begin.column) + ';';
}

void write_issue(std::string_view type, std::string_view position,
                 std::string_view code, std::string_view message,
                 std::ostream& out) {
  out << "##vso[task.logissue type=" << type << ';' << position
      << "code=" << replaced(code, kInProperty) << ']'
      << replaced(message, kInData) << '\n';
}

}  // namespace

void write_azure(const ReportInput& input, const ReportOptions& options,
                 std::ostream& out) {
  const ScanSummary& scan = input.report.scan;
  const Checkout checkout(scan);
  if (scan.status != ScanStatus::kComplete) {
    write_issue("warning", "", "patrol", incomplete_text(scan, kUnreadNamed),
                out);
  }
  for (const Finding* finding : worst_first(input)) {
    const Rule& rule = input.rules[finding->rule];
    write_issue(type_of(rule.severity),
                position(primary_location(*finding), checkout),
                printable(rule.id),
                headline(*finding, rule, options.show_secrets) + " in " +
                    spread(*finding) + ". " + advice(*finding, rule),
                out);
  }
  if (input.report.findings.empty()) out << nothing_found(scan) << '\n';
}

}  // namespace patrol

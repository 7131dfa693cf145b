// --format github: annotations of GitHub Actions, for standard output of a
// step. They stand beside the line in the pull request and on the page of the
// run:
//
//   ::error file=ci/build.yml,line=3,…,title=Azure DevOps …::JkLq…2yi3 in …
//
// The runner shows ten of a type a step, and drops what comes after them in
// silence. So the worst come first, ten at most of a type, and a notice says
// how many there are besides; the other formats have them.
//
// A runner obeys a line that begins with "::", and "##[" anywhere. Names of
// what is scanned pass printable(), which breaks both up and leaves no line
// end, and then the escaping that the runner undoes: % of a message, : and ,
// besides of a property. A file that is not in the checkout is named in the
// text alone.
//
// https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
#include <algorithm>
#include <map>
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
#include "scanner/report/wording.h"

namespace patrol {
namespace {

constexpr std::size_t kOfAType = 10;
constexpr std::size_t kUnreadNamed = 3;

std::string_view type_of(Severity severity) {
  if (severity >= Severity::kHigh) return "error";
  return severity == Severity::kMedium ? "warning" : "notice";
}

// Of what is printable, and so has no line ends to escape.
constexpr Replacement kInData[] = {{'%', "%25"}};
constexpr Replacement kInProperty[] = {
    {'%', "%25"}, {':', "%3A"}, {',', "%2C"}};

// "file=a.yml,line=3,endLine=3,col=16,endColumn=56,"; empty: it is in no file
// that can be shown. The runner refuses columns over several lines.
std::string position(const Location& location, const Checkout& checkout) {
  if (!is_in_checkout(location)) return {};
  std::string text =
      "file=" + replaced(printable(checkout.file(location)), kInProperty);
  if (!location.member.empty()) return text + ',';
  text += ",line=" + std::to_string(location.begin.line) +
          ",endLine=" + std::to_string(location.end.line) + ',';
  if (location.begin.line != location.end.line) return text;
  return text + "col=" + std::to_string(location.begin.column) +
         ",endColumn=" + std::to_string(location.end.column) + ',';
}

class Annotations {
 public:
  explicit Annotations(std::ostream& out) : out_(out) {
    ++used_["notice"];  // kept for left_out()
  }

  void add(std::string_view type, std::string_view position,
           std::string_view title, std::string_view message) {
    if (++used_[type] > kOfAType) {
      ++left_out_;
      return;
    }
    put(type, position, title, message);
  }

  // REQUIRES: the last call.
  void say_what_is_left_out() {
    if (left_out_ == 0) return;
    put("notice", "", "patrol",
        counted(left_out_, "more finding") + " than are shown here");
  }

 private:
  void put(std::string_view type, std::string_view position,
           std::string_view title, std::string_view message) {
    out_ << "::" << type << ' ' << position
         << "title=" << replaced(title, kInProperty)
         << "::" << replaced(message, kInData) << '\n';
  }

  std::ostream& out_;
  std::map<std::string_view, std::size_t> used_;  // annotations, by type
  std::size_t left_out_ = 0;
};

}  // namespace

void write_github(const ReportInput& input, const ReportOptions& options,
                  std::ostream& out) {
  const ScanSummary& scan = input.report.scan;
  const Checkout checkout(scan);
  Annotations annotations(out);
  if (scan.status != ScanStatus::kComplete) {
    annotations.add("warning", "", "patrol",
                    incomplete_text(scan, kUnreadNamed));
  }
  for (const Finding* finding : worst_first(input)) {
    const Rule& rule = input.rules[finding->rule];
    annotations.add(
        type_of(rule.severity), position(primary_location(*finding), checkout),
        printable(rule.name),
        printable(shown(finding->secret, options.show_secrets)) + " in " +
            spread(*finding) + ". " + advice(*finding, rule));
  }
  annotations.say_what_is_left_out();
  if (input.report.findings.empty()) out << nothing_found(scan) << '\n';
}

}  // namespace patrol

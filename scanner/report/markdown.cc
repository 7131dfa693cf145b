// --format markdown: a page for the summary of a CI step (GITHUB_STEP_SUMMARY,
// task.uploadsummary of Azure Pipelines) or a comment:
//
//   ## patrol: 3 findings in 9 places
//
//   | severity | findings | places |
//   | --- | ---: | ---: |
//   | critical | 1 | 7 |
//
//   | severity | secret | where | what to do |
//   …
//
// Worst first. GitHub drops a summary of more than 1 MiB whole, so this one
// ends before, and says what it leaves out.
//
// Markdown has no syntax that holds any text: in `code` a backtick or a | of a
// table ends it, and renderers differ in how they escape those. So what comes
// from outside has each of its punctuation characters as a character reference
// (&#96;), which every renderer turns into text, and none into syntax, a link
// or a tag. <code> is around it, for in that GitHub looks for no "@user".
#include <algorithm>
#include <ostream>
#include <string>
#include <string_view>

#include "scanner/core/ascii.h"
#include "scanner/report/finding_wording.h"
#include "scanner/report/format.h"
#include "scanner/report/markdown_cell.h"
#include "scanner/report/place_wording.h"
#include "scanner/report/printable.h"
#include "scanner/report/severity_order.h"
#include "scanner/report/wording.h"

namespace patrol {
namespace {

// What GitHub shows as a megabyte may be either of the two.
constexpr std::size_t kLargestPage = 1'000'000;
constexpr std::size_t kTail = 200;  // for the line that says what is left out
constexpr std::size_t kUnreadNamed = 10;
constexpr std::size_t kPlacesShown = 3;

std::string code(std::string_view text) {
  return "<code>" + markdown_cell(text) + "</code>";
}

std::string severity_table(const ReportInput& input) {
  const auto counts = count_by_severity(input);
  std::string text =
      "| severity | findings | places |\n| --- | ---: | ---: |\n";
  for (std::size_t i = counts.size(); i-- > 0;) {
    if (counts[i].findings == 0) continue;
    text.append("| ").append(to_text(static_cast<Severity>(i))).append(" | ");
    text.append(with_separators(counts[i].findings)).append(" | ");
    text.append(with_separators(counts[i].places)).append(" |\n");
  }
  return text + '\n';
}

std::string places_cell(const Finding& finding) {
  std::string text;
  const std::size_t size = finding.locations.size();
  for (std::size_t i = 0; i < std::min(size, kPlacesShown); ++i) {
    const Location& location = finding.locations[i];
    const std::string history = history_text(location.provenance);
    text.append(text.empty() ? "" : "<br>").append(code(place_text(location)));
    if (!history.empty()) text += ' ' + code(history);
  }
  if (size <= kPlacesShown) return text;
  return text + "<br>and " + counted(size - kPlacesShown, "more place");
}

std::string row_of(const Finding& finding, const Rule& rule,
                   bool show_secrets) {
  const std::string secret = printable(shown(finding.secret, show_secrets));
  return "| " + std::string(to_text(rule.severity)) + " | " +
         markdown_cell(rule.name) + "<br>" + code(secret) + "<br>" +
         finding.fingerprint + " | " + places_cell(finding) + " | " +
         markdown_cell(advice(finding, rule)) + " |\n";
}

// Writes while there is room.
class Page {
 public:
  explicit Page(std::ostream& out) : out_(out) {}

  // False: there was none.
  bool add(const std::string& text) {
    if (size_ + text.size() + kTail > kLargestPage) return false;
    size_ += text.size();
    out_ << text;
    return true;
  }

 private:
  std::ostream& out_;
  std::size_t size_ = 0;
};

void write_findings(const ReportInput& input, bool show_secrets, Page& page,
                    std::ostream& out) {
  page.add(severity_table(input));
  page.add(
      "| severity | secret | where | what to do |\n"
      "| --- | --- | --- | --- |\n");
  std::size_t left = input.report.findings.size();
  for (const Finding* finding : worst_first(input)) {
    if (!page.add(row_of(*finding, input.rules[finding->rule], show_secrets))) {
      break;
    }
    --left;
  }
  if (left == 0) return;
  out << '\n' << counted(left, "more finding") << " than are shown here.\n";
}

}  // namespace

void write_markdown(const ReportInput& input, const ReportOptions& options,
                    std::ostream& out) {
  const ScanSummary& scan = input.report.scan;
  Page page(out);
  page.add("## patrol: " + found_text(input) + "\n\n");
  if (scan.status != ScanStatus::kComplete) {
    page.add("**The scan is incomplete**\n\n" +
             code(incomplete_text(scan, kUnreadNamed)) + "\n\n");
  }
  if (input.report.findings.empty()) {
    page.add(std::string(nothing_found(scan)) + '\n');
    return;
  }
  write_findings(input, options.show_secrets, page, out);
}

}  // namespace patrol

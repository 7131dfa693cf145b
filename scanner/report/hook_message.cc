#include "scanner/report/hook_message.h"

#include <ostream>
#include <string>

#include "scanner/report/finding_wording.h"
#include "scanner/report/place_wording.h"
#include "scanner/report/printable.h"
#include "scanner/report/wording.h"

namespace patrol {
namespace {

// More does not fit on a screen; `patrol staged` lists all.
constexpr std::size_t kFindingsShown = 20;
constexpr std::size_t kPlacesShown = 3;
constexpr std::size_t kUnreadShown = 3;

void write_finding(const Finding& finding, const Rule& rule,
                   std::ostream& out) {
  std::size_t shown = 0;
  for (const Location& location : finding.locations) {
    if (shown++ == kPlacesShown) break;
    out << "  " << place_text(location);
    const auto& introduction = location.provenance.introduction;
    if (introduction && !introduction->commit.empty()) {
      out << " in " << introduction->commit.substr(0, 12);
    }
    out << "  " << rule.id << "  " << printable(finding.secret.redacted())
        << '\n';
  }
  if (finding.locations.size() > kPlacesShown) {
    out << "  and "
        << counted(finding.locations.size() - kPlacesShown, "more place")
        << '\n';
  }
}

void write_findings(const ReportInput& input, std::ostream& out) {
  std::size_t shown = 0;
  for (const Finding& finding : input.report.findings) {
    if (shown++ == kFindingsShown) break;
    write_finding(finding, input.rules[finding.rule], out);
  }
  if (input.report.findings.size() > kFindingsShown) {
    out << "  and "
        << counted(input.report.findings.size() - kFindingsShown, "more secret")
        << '\n';
  }
}

}  // namespace

void write_hook_message(const ReportInput& input, const HookWording& wording,
                        bool is_blocked, std::ostream& out) {
  const Report& report = input.report;
  if (!report.findings.empty()) {
    out << "patrol: " << counted(report.findings.size(), "secret") << ' '
        << wording.place << (is_blocked ? ": " : "")
        << (is_blocked ? wording.blocked : "") << '\n';
    write_findings(input, out);
    if (is_blocked) out << wording.advice << wording.if_no_secret;
  }
  if (report.scan.status == ScanStatus::kComplete) return;
  out << "patrol: " << incomplete_text(report.scan, kUnreadShown)
      << (is_blocked && report.findings.empty() ? ": " : "")
      << (is_blocked && report.findings.empty() ? wording.blocked : "") << '\n';
}

}  // namespace patrol

// One report is shown as it stands, several as one (findings/merge_reports.h).
//
// Nothing is scanned, so nothing is judged: findings and partial scans leave
// the exit status alone. Secrets that a report holds whole are redacted unless
// --show-secrets asks for them; what it holds redacted stays so.
#include "scanner/cli/report_command.h"

#include "scanner/cli/messages.h"
#include "scanner/cli/outputs.h"
#include "scanner/cli/stop.h"
#include "scanner/cli/stored_reports.h"
#include "scanner/findings/order.h"
#include "scanner/findings/secret_mask.h"

namespace patrol {
namespace {

// A file may be called after a secret that its report holds whole.
void hide_secrets(const RuleSet& rules, Report& report) {
  SecretMask mask;
  bool is_needed = false;
  const auto add = [&](const Secret& secret) {
    if (!secret.is_whole()) return;
    mask.add(secret.reveal());
    is_needed = true;
  };
  for (const Finding& finding : report.findings) {
    add(finding.secret);
    for (const Companion& c : finding.companions) add(c.value);
  }
  if (!is_needed) return;
  mask_secrets(mask, report);
  sort_findings(rules, report.findings);
}

}  // namespace

int run_report(const ReportCommandOptions& options) {
  const Result<Outputs> outputs = Outputs::prepare(options);
  if (!outputs) return fail(outputs.error().message);
  handle_signals();
  Result<JoinedReport> joined = read_reports(options.files);
  if (!joined) return fail(joined.error().message);
  if (!options.show_secrets) hide_secrets(joined->rules, joined->report);
  const Result<void> written = outputs->write(joined->input());
  return written ? kExitClean : fail(written.error().message);
}

}  // namespace patrol

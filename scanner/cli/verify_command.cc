#include "scanner/cli/verify_command.h"

#include "scanner/cli/messages.h"
#include "scanner/cli/outputs.h"
#include "scanner/cli/read_again.h"
#include "scanner/cli/scan_command.h"
#include "scanner/cli/stop.h"
#include "scanner/cli/stored_reports.h"
#include "scanner/cli/verifying.h"

namespace patrol {
namespace {

int verify_stored_report(const VerifyCommandOptions& options) {
  const Result<Outputs> outputs = Outputs::prepare(options);
  if (!outputs) return fail(outputs.error().message);
  handle_signals();
  Result<JoinedReport> joined = read_reports({options.report});
  if (!joined) return fail(joined.error().message);
  VerifyFlags flags = options.verify;
  flags.only_live = false;  // what is left out is left out of the report
  const auto ask = [&](Report& found, const RuleSet& rules) {
    return verify_report(flags, rules, found);
  };
  auto asked = ask_about_stored(options, joined->report, ask);
  if (!asked) return fail(asked.error().message);
  if (options.verify.only_live) keep_working(joined->report);
  const Result<void> written = outputs->write(joined->input());
  if (!written) return fail(written.error().message);
  if (stopped_by_signal() != 0) die_by_signal();
  return exit_status(joined->report, joined->rules, options.exit);
}

}  // namespace

int run_verify(const VerifyCommandOptions& options) {
  if (!options.report.empty()) return verify_stored_report(options);
  ScanOptions scan;
  static_cast<CommonScanOptions&>(scan) =
      static_cast<const CommonScanOptions&>(options);
  scan.paths = {"-"};
  return run_scan(scan);
}

}  // namespace patrol

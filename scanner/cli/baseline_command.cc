// A scan, or stored reports, and the baseline that is there:
//
//             what is written            refused where
//   create    what was found             there is a baseline
//   update    the old, and what is new   there is none
//   prune     the old that was found     there is none; not all was read
//
// Findings leave the exit status alone: they are what was asked for. An
// incomplete scan does not, as what it missed will be news to the next.
#include "scanner/cli/baseline_command.h"

#include <algorithm>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "scanner/baseline/baseline.h"
#include "scanner/baseline/baseline_text.h"
#include "scanner/cli/input_file.h"
#include "scanner/cli/messages.h"
#include "scanner/cli/scan_command.h"
#include "scanner/cli/stop.h"
#include "scanner/cli/stored_reports.h"
#include "scanner/report/output_file.h"
#include "scanner/report/wording.h"

namespace patrol {
namespace {

// Error: the baseline is not as the action needs it.
Result<Baseline> old_baseline(const BaselineOptions& options) {
  Baseline old;
  if (options.action == BaselineAction::kCreate) {
    std::error_code ignored;
    if (!std::filesystem::exists(options.file, ignored)) return old;
    return Error{options.file +
                 ": is there; patrol baseline update adds what is new"};
  }
  const Result<std::string> text = read_input(options.file);
  if (!text) return text.error();
  if (auto read = read_baseline(*text, options.file, old); !read) {
    return read.error();
  }
  const bool is_foreign = std::ranges::any_of(
      old.secrets(),
      [](const KnownSecret& known) { return known.fingerprint.empty(); });
  if (!is_foreign) return old;
  return Error{options.file +
               ": is another tool's, and stays as it is; scans take it as "
               "--baseline"};
}

// What of the report `old` does not know. Notes in `old` what was seen.
std::vector<KnownSecret> news_of(Baseline& old, const ReportInput& input,
                                 bool with_paths) {
  Report report{.scan = {}, .findings = input.report.findings};
  for (Finding& finding : report.findings) {
    std::erase_if(finding.locations, [&](const Location& location) {
      return old.knows(finding, location);
    });
  }
  std::erase_if(report.findings, [](const Finding& finding) {
    return finding.locations.empty();
  });
  return known_secrets(report, input.rules, with_paths);
}

std::vector<KnownSecret> without(const std::vector<KnownSecret>& secrets,
                                 const std::vector<KnownSecret>& gone) {
  std::vector<KnownSecret> out;
  std::ranges::set_difference(secrets, gone, std::back_inserter(out));
  return out;
}

void tell(const BaselineOptions& options, std::size_t kept, std::size_t added,
          std::size_t stale) {
  std::string text = options.file + ": " + counted(kept, "known secret");
  if (options.action == BaselineAction::kPrune) {
    text += ", " + std::to_string(stale) + " taken out";
  } else {
    text += ", " + std::to_string(added) + " new";
  }
  say(text);
  if (stale > 0 && options.action == BaselineAction::kUpdate) {
    say(counted(stale, "known secret") +
        " not found any more: patrol baseline prune takes out what is gone");
  }
}

// Returns the exit status.
int write_baseline(const BaselineOptions& options, Baseline& old,
                   const ReportInput& input, const OutputFile& file) {
  const bool is_whole = input.report.scan.status == ScanStatus::kComplete;
  if (options.action == BaselineAction::kPrune && !is_whole) {
    warn("the scan is incomplete: nothing was taken out of " + options.file);
    return kExitIncomplete;
  }
  const std::vector<KnownSecret> news = news_of(old, input, options.with_paths);
  const std::vector<KnownSecret> stale = old.unseen();
  std::vector<KnownSecret> kept = old.secrets();
  if (options.action == BaselineAction::kPrune) {
    kept = without(kept, stale);
  } else {
    kept.insert(kept.end(), news.begin(), news.end());
    std::ranges::sort(kept);
  }
  const auto written =
      file.write([&](std::ostream& out) { out << baseline_text(kept); });
  if (!written) return fail(written.error().message);
  tell(options, kept.size(), news.size(), stale.size());
  ExitPolicy policy = options.exit;
  policy.exit_zero = true;
  return exit_status(input.report, input.rules, policy);
}

int write_from_reports(const BaselineOptions& options, Baseline& old,
                       const OutputFile& file) {
  handle_signals();
  const Result<JoinedReport> joined = read_reports(options.reports_read);
  if (!joined) return fail(joined.error().message);
  return write_baseline(options, old, joined->input(), file);
}

}  // namespace

int run_baseline(const BaselineOptions& options) {
  Result<Baseline> old = old_baseline(options);
  if (!old) return fail(old.error().message);
  const Result<OutputFile> file = OutputFile::prepare(options.file);
  if (!file) return fail(file.error().message);
  if (!options.reports_read.empty()) {
    return write_from_reports(options, *old, *file);
  }
  return run_scan(options, [&](const CommonScanOptions&, const ScanEnd& end) {
    return write_baseline(options, *old, end.input, *file);
  });
}

}  // namespace patrol

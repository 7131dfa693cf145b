#include "scanner/cli/scanning.h"

#include <algorithm>
#include <chrono>
#include <iostream>
#include <optional>
#include <utility>
#include <vector>

#include "scanner/baseline/baseline.h"
#include "scanner/baseline/baseline_text.h"
#include "scanner/cli/date.h"
#include "scanner/cli/exit_status.h"
#include "scanner/cli/heed_settings.h"
#include "scanner/cli/input_file.h"
#include "scanner/cli/messages.h"
#include "scanner/cli/outputs.h"
#include "scanner/cli/stop.h"
#include "scanner/cli/terminal.h"
#include "scanner/cli/verifying.h"
#include "scanner/cli/version.h"
#include "scanner/cli/watch.h"
#include "scanner/detect/rule_check.h"
#include "scanner/report/format.h"
#include "scanner/report/printable.h"
#include "scanner/report/summary.h"
#include "scanner/report/wording.h"

namespace patrol {
namespace {

using Clock = std::chrono::steady_clock;

ScanSummary summary_of(const ScanTarget& target, const ScanProgress& progress,
                       std::int64_t started, Clock::time_point begin) {
  ScanSummary summary;
  summary.mode = target.mode;
  summary.target = target.name;
  summary.started = started;
  summary.duration_ms = std::chrono::duration_cast<std::chrono::milliseconds>(
                            Clock::now() - begin)
                            .count();
  summary.files = progress.files.load();
  summary.blobs = progress.blobs.load();
  summary.commits = progress.commits.load();
  summary.bytes = progress.bytes.load();
  return summary;
}

Result<Baseline> read_baselines(const std::vector<std::string>& files) {
  Baseline baseline;
  for (const std::string& file : files) {
    const Result<std::string> text = read_input(file);
    if (!text) return text.error();
    const Result<void> read =
        read_baseline(*text, name_of_input(file), baseline);
    if (!read) return read.error();
  }
  return baseline;
}

DetectorOptions detector_options(const CommonScanOptions& options) {
  return {.decode_depth = options.max_decode_depth,
          .heeds_markers = heeds_markers(options)};
}

// A file may be called after the secret that is in it.
void hide_secrets(const SecretMask& mask, ScanNotes& notes) {
  for (ExplainedDrop& drop : notes.dropped) mask.mask(drop.place);
  for (std::string& warning : notes.warnings) mask.mask(warning);
}

void print_dropped(const ScanNotes& notes, const RuleSet& rules) {
  for (const ExplainedDrop& drop : notes.dropped) {
    std::cerr << "dropped " << printable(drop.place) << ':'
              << drop.match.begin.line << ':' << drop.match.begin.column << ": "
              << rules[drop.match.rule].id << ": " << to_text(drop.match.reason)
              << '\n';
  }
}

void print_stats(const ScanNotes& notes, const ScanSummary& scan) {
  const double seconds =
      std::max<double>(1, static_cast<double>(scan.duration_ms)) / 1000;
  std::cerr << "read: "
            << readable_bytes(static_cast<std::uint64_t>(
                   static_cast<double>(scan.bytes) / seconds))
            << " a second\n";
  for (std::size_t i = 0; i < kDropReasons; ++i) {
    std::cerr << "dropped, " << to_text(static_cast<Drop>(i)) << ": "
              << notes.drop_counts[i] << '\n';
  }
}

void print_notes(const CommonScanOptions& options, const ScanNotes& notes,
                 const ReportInput& input) {
  if (options.verbose) print_dropped(notes, input.rules);
  for (const std::string& warning : notes.warnings) {
    warn(warning);
  }
  if (options.stats) print_stats(notes, input.report.scan);
  if (options.quiet) return;
  ReportOptions look;
  look.color = use_color(options.color, Stream::kErr);
  look.width = terminal_width(Stream::kErr);
  print_summary(input, look, std::cerr);
}

}  // namespace

std::string progress_line(ScanMode mode, const ScanProgress& progress) {
  const std::string bytes = ", " + readable_bytes(progress.bytes.load());
  if (!is_of_history(mode)) {
    return counted(progress.files.load(), "file") + bytes;
  }
  const std::uint64_t total = progress.total_objects.load();
  if (total == 0) return counted(progress.commits.load(), "commit") + bytes;
  return with_separators(progress.objects.load()) + " of " +
         counted(total, "object") + bytes;
}

int tell_end(const CommonScanOptions& options, const ScanEnd& end) {
  print_notes(options, end.notes, end.input);
  return exit_status(end.input.report, end.input.rules, options.exit);
}

int run_scanning(const CommonScanOptions& options, const ScanTarget& target,
                 const ScanBody& scan, const TellEnd& tell,
                 const PassThrough& through) {
  const auto begin = Clock::now();
  const std::int64_t started = current_time();
  const Result<Settings> settings = find_settings(
      target.tree, options.rules.config, load_options(RuleOrigin::kConfig));
  if (!settings) return fail(settings.error().message);
  const Configuration* config = settings->config ? &*settings->config : nullptr;
  Result<Engine> engine =
      make_engine(options.rules, detector_options(options), config);
  if (!engine) return fail(engine.error().message);
  const Result<Outputs> outputs = Outputs::prepare(options);
  if (!outputs) return fail(outputs.error().message);
  Result<Baseline> baseline = read_baselines(options.baselines);
  if (!baseline) return fail(baseline.error().message);
  handle_signals();

  // Scan, watched.
  const RuleSet& rules = *engine->rules;
  Collector collector(rules, {options.min_confidence, options.min_severity,
                              options.show_secrets});
  if (!options.baselines.empty()) {
    collector.set_known([&](const Finding& finding, const Location& location) {
      return baseline->knows(finding, location);
    });
  }
  const std::vector<std::string> remarks =
      heed_settings(*settings, *engine, target.mode, collector);
  ScanProgress progress;
  std::optional<Watch> watch;
  watch.emplace(WatchOptions{use_progress(options.progress) && !options.quiet,
                             options.timeout_seconds},
                [&] { return progress_line(target.mode, progress); });
  Result<ScanNotes> notes =
      scan(*engine->detector, collector, progress, stop_requested());
  const bool timed_out = watch->timed_out();
  watch.reset();
  if (!notes) return fail(notes.error().message);
  notes->warnings.insert(notes->warnings.begin(), remarks.begin(),
                         remarks.end());
  if (timed_out) collector.add_unread({}, "time-out");
  if (stopped_by_signal() != 0) collector.add_unread({}, "interrupted");

  // Report.
  hide_secrets(collector.mask(), *notes);
  Report report = collector.take(summary_of(target, progress, started, begin));
  if (auto ok = verify_report(options.verify, rules, report); !ok) {
    return fail(ok.error().message);
  }
  const std::string digest = rules.digest();
  const ReportInput input{report, rules, version(), digest};
  if (auto ok = outputs->write(input, through); !ok)
    return fail(ok.error().message);
  const int status = tell(options, {input, *notes, timed_out});
  if (stopped_by_signal() != 0) die_by_signal();
  return status;
}

}  // namespace patrol

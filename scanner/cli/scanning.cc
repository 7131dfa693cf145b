#include "scanner/cli/scanning.h"

#include <algorithm>
#include <chrono>
#include <iostream>
#include <optional>
#include <utility>
#include <vector>

#include "scanner/cli/date.h"
#include "scanner/cli/exit_status.h"
#include "scanner/cli/messages.h"
#include "scanner/cli/stop.h"
#include "scanner/cli/terminal.h"
#include "scanner/cli/version.h"
#include "scanner/cli/watch.h"
#include "scanner/report/format.h"
#include "scanner/report/output_file.h"
#include "scanner/report/printable.h"
#include "scanner/report/summary.h"
#include "scanner/report/wording.h"

namespace patrol {
namespace {

using Clock = std::chrono::steady_clock;

// One report to write: how, and where to.
struct Output {
  const Format* format;
  std::optional<OutputFile> file;  // none: standard output
};

Result<std::vector<Output>> prepare_outputs(const CommonScanOptions& options) {
  std::vector<ReportTarget> targets = options.reports;
  targets.insert(targets.begin(), {options.format, options.output});
  std::vector<Output> outputs;
  for (const ReportTarget& target : targets) {
    outputs.push_back({find_format(target.format), {}});
    if (target.file.empty() || target.file == "-") continue;
    Result<OutputFile> file = OutputFile::prepare(target.file);
    if (!file) return file.error();
    outputs.back().file = *std::move(file);
  }
  return outputs;
}

Result<void> write(const Output& output, const ReportInput& input,
                   const CommonScanOptions& options, const ReportHooks& hooks) {
  ReportOptions look;
  look.show_secrets = options.show_secrets;
  if (output.file) {
    return output.file->write(
        [&](std::ostream& out) { output.format->write(input, look, out); });
  }
  look.color = use_color(options.color, Stream::kOut);
  look.width = terminal_width(Stream::kOut);
  const WriteBody body = [&](std::ostream& out) {
    output.format->write(input, look, out);
  };
  return write_standard_output([&](std::ostream& out) {
    hooks.through ? hooks.through(body, out) : body(out);
  });
}

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

int run_scanning(const CommonScanOptions& options, const ScanTarget& target,
                 const ScanBody& scan, const ReportHooks& hooks) {
  const auto begin = Clock::now();
  const std::int64_t started = current_time();
  Result<Engine> engine = make_engine(options.rules, options.max_decode_depth);
  if (!engine) return fail(engine.error().message);
  Result<std::vector<Output>> outputs = prepare_outputs(options);
  if (!outputs) return fail(outputs.error().message);
  handle_signals();

  // Scan, watched.
  const RuleSet& rules = *engine->rules;
  Collector collector(rules, {options.min_confidence, options.min_severity,
                              options.show_secrets});
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
  if (timed_out) collector.add_unread({}, "time-out");
  if (stopped_by_signal() != 0) collector.add_unread({}, "interrupted");

  // Report.
  hide_secrets(collector.mask(), *notes);
  const Report report =
      collector.take(summary_of(target, progress, started, begin));
  const std::string digest = rules.digest();
  const ReportInput input{report, rules, version(), digest};
  for (const Output& output : *outputs) {
    const Result<void> written = write(output, input, options, hooks);
    if (!written) return fail(written.error().message);
  }
  print_notes(options, *notes, input);
  if (hooks.after) hooks.after(input);
  if (stopped_by_signal() != 0) die_by_signal();
  return exit_status(report, rules, options.exit);
}

}  // namespace patrol

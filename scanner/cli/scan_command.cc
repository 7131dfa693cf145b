#include "scanner/cli/scan_command.h"

#include <chrono>
#include <cstdlib>
#include <ctime>
#include <iostream>
#include <optional>
#include <utility>

#include "scanner/cli/exit_status.h"
#include "scanner/cli/messages.h"
#include "scanner/cli/stop.h"
#include "scanner/cli/terminal.h"
#include "scanner/cli/version.h"
#include "scanner/cli/watch.h"
#include "scanner/findings/collector.h"
#include "scanner/report/format.h"
#include "scanner/report/output_file.h"
#include "scanner/report/printable.h"
#include "scanner/report/summary.h"
#include "scanner/report/wording.h"
#include "scanner/scan.h"

namespace patrol {
namespace {

using Clock = std::chrono::steady_clock;

// One report to write: how, and where to.
struct Output {
  const Format* format;
  std::optional<OutputFile> file;  // none: standard output
};

Result<std::vector<Output>> prepare_outputs(const ScanOptions& options) {
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
                   const ScanOptions& options) {
  ReportOptions look;
  look.show_secrets = options.show_secrets;
  if (output.file) {
    return output.file->write(
        [&](std::ostream& out) { output.format->write(input, look, out); });
  }
  look.color = use_color(options.color, Stream::kOut);
  look.width = terminal_width(Stream::kOut);
  return write_standard_output(
      [&](std::ostream& out) { output.format->write(input, look, out); });
}

// Reports made twice from the same input are the same bytes where the user
// says what time it is (reproducible-builds.org).
std::int64_t start_time() {
  if (const char* epoch = std::getenv("SOURCE_DATE_EPOCH")) {
    char* end = nullptr;
    const long long seconds = std::strtoll(epoch, &end, 10);
    if (end != epoch && *end == '\0') return seconds;
  }
  return std::time(nullptr);
}

std::string target_of(const std::vector<std::string>& paths) {
  std::string target;
  for (const std::string& path : paths) {
    target += (target.empty() ? "" : " ") + path;
  }
  return target;
}

ScanRequest request_of(const ScanOptions& options) {
  ScanRequest request;
  request.paths = options.paths;
  request.no_ignore = options.no_ignore;
  request.max_file_size = options.max_file_size;
  request.max_archive_depth = options.max_archive_depth;
  request.jobs = options.jobs;
  request.explain = options.verbose;
  return request;
}

ScanSummary summary_of(const ScanOptions& options, const ScanProgress& progress,
                       std::int64_t started, Clock::time_point begin) {
  ScanSummary summary;
  const bool only_stdin =
      options.paths.size() == 1 && options.paths.front() == "-";
  summary.mode = only_stdin ? ScanMode::kStdin : ScanMode::kFiles;
  summary.target = target_of(options.paths);
  summary.started = started;
  summary.duration_ms = std::chrono::duration_cast<std::chrono::milliseconds>(
                            Clock::now() - begin)
                            .count();
  summary.files = progress.files.load();
  summary.bytes = progress.bytes.load();
  return summary;
}

std::string progress_line(const ScanProgress& progress) {
  return counted(progress.files.load(), "file") + ", " +
         readable_bytes(progress.bytes.load());
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

void print_notes(const ScanOptions& options, const ScanNotes& notes,
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

int run_scan(const ScanOptions& options) {
  const auto begin = Clock::now();
  const std::int64_t started = start_time();
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
                [&] { return progress_line(progress); });
  Result<ScanNotes> notes = scan(request_of(options), *engine->detector,
                                 collector, progress, stop_requested());
  const bool timed_out = watch->timed_out();
  watch.reset();
  if (!notes) return fail(notes.error().message);
  if (timed_out) collector.add_unread({}, "time-out");
  if (stopped_by_signal() != 0) collector.add_unread({}, "interrupted");

  // Report.
  hide_secrets(collector.mask(), *notes);
  const Report report =
      collector.take(summary_of(options, progress, started, begin));
  const std::string digest = rules.digest();
  const ReportInput input{report, rules, version(), digest};
  for (const Output& output : *outputs) {
    const Result<void> written = write(output, input, options);
    if (!written) return fail(written.error().message);
  }
  print_notes(options, *notes, input);
  if (stopped_by_signal() != 0) die_by_signal();
  return exit_status(report, rules, options.exit);
}

}  // namespace patrol

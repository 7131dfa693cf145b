#include "scanner/cli/scan_flags.h"

#include <CLI/CLI.hpp>
#include <cstdint>

#include "scanner/cli/flags.h"

namespace patrol {
namespace {

// CLI11 makes the largest number of "-1" and of what overflows: refused so.
constexpr std::uint64_t kLargestSize = std::uint64_t{1} << 62;
// Each level of decoding needs the stack.
constexpr unsigned kLargestDepth = 16;
// More than are ever opened (sources/archive_budget.h): for who wants all.
constexpr unsigned kLargestArchiveDepth = 1000;

void add_limit_flags(CLI::App& app, CommonScanOptions& o) {
  app.add_option("--max-file-size", o.max_file_size,
                 "skips larger files; 10MB, 1GiB [no limit]")
      ->transform(CLI::AsSizeValue(false))
      ->check(CLI::Range(std::uint64_t{0}, kLargestSize))
      ->option_text("N")
      ->group(kWhatGroup);
  app.add_option("--max-archive-depth", o.max_archive_depth,
                 "opens archives in archives so deep; 0: none at all [2]")
      ->check(CLI::Range(0U, kLargestArchiveDepth))
      ->option_text("N")
      ->group(kWhatGroup);
  app.add_option("--max-decode-depth", o.max_decode_depth,
                 "looks into base64 in base64 and the like so deep; 0: not at "
                 "all [" +
                     std::to_string(kDecodeDepth) + "]")
      ->check(CLI::Range(0U, kLargestDepth))
      ->option_text("N")
      ->group(kWhatGroup);
}

void add_rule_flags(CLI::App& app, CommonScanOptions& o) {
  add_rule_files(app, o.rules.files);
  app.add_option("--config", o.rules.config,
                 "goes by this configuration; else PATROL_CONFIG, "
                 ".patrol.toml, .gitleaks.toml")
      ->option_text("FILE")
      ->group(kRulesGroup);
  app.add_option("--only", o.rules.only, "looks for these rules alone")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->option_text("RULE,...")
      ->group(kRulesGroup);
  app.add_option("--skip", o.rules.skip, "leaves these rules out")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->option_text("RULE,...")
      ->group(kRulesGroup);
  app.add_flag("--no-inline-allow", o.no_inline_allow,
               "shows what its own line marks with patrol:allow, too")
      ->group(kRulesGroup);
  app.add_flag("--no-config", o.no_config,
               "nothing in what is scanned makes patrol quieter, nor a mark")
      ->group(kRulesGroup);
  app.add_option("--baseline", o.baselines,
                 "leaves out what a file of known secrets has; may be repeated")
      ->allow_extra_args(false)
      ->option_text("FILE")
      ->group(kRulesGroup);
  add_choice(app, "--min-confidence", o.min_confidence, kConfidences,
             "shows findings at least this sure [medium]")
      ->group(kRulesGroup);
  add_choice(app, "--min-severity", o.min_severity, kSeverities,
             "shows findings at least this bad [low]")
      ->group(kRulesGroup);
}

void add_verify_flags(CLI::App& app, CommonScanOptions& o) {
  app.add_flag("--verify", o.verify.is_wanted,
               "asks the providers which secrets still work")
      ->group(kVerifyGroup);
  app.add_flag("--only-live", o.verify.only_live,
               "asks, and shows those alone that do")
      ->group(kVerifyGroup);
  add_provider_flags(app, o.verify);
}

void add_exit_flags(CLI::App& app, CommonScanOptions& o) {
  add_choice(app, "--fail-on", o.exit.fail_on, kFailOn,
             "exits 1 for findings at least this bad, or that still work "
             "[low]")
      ->group(kExitGroup);
  app.add_option("--exit-code", o.exit.findings_status,
                 "exits so instead of 1 for findings")
      ->check(CLI::Range(0, 125))
      ->option_text("N")
      ->group(kExitGroup);
  app.add_flag("--exit-zero", o.exit.exit_zero, "findings do not count")
      ->group(kExitGroup);
  app.add_flag("--allow-partial", o.exit.allow_partial,
               "an incomplete scan does not count")
      ->group(kExitGroup);
}

void add_run_flags(CLI::App& app, CommonScanOptions& o) {
  app.add_option("-j,--jobs", o.jobs, "threads [all cores]")
      ->check(CLI::Range(1, 1024))
      ->option_text("N")
      ->group(kRunGroup);
  add_parsed(app, "--timeout", o.timeout_seconds, parse_seconds,
             "ends the scan after so many seconds, as partial")
      ->option_text("S")
      ->group(kRunGroup);
  add_choice(app, "--progress", o.progress, kWhens, "[auto]")->group(kRunGroup);
  auto* quiet =
      app.add_flag("-q,--quiet", o.quiet, "no summary")->group(kRunGroup);
  app.add_flag("-v,--verbose", o.verbose, "tells what was dropped, and why")
      ->excludes(quiet)
      ->option_text(" ")
      ->group(kRunGroup);
  quiet->option_text(" ");
  app.add_flag("--stats", o.stats, "counts and times")->group(kRunGroup);
}

}  // namespace

void add_rule_files(CLI::App& app, std::vector<std::string>& files) {
  app.add_option("--rules", files, "adds the rules of a file or folder")
      ->group(kRulesGroup)
      ->option_text("FILE|DIR")
      ->allow_extra_args(false);
}

void add_provider_flags(CLI::App& app, VerifyFlags& v) {
  app.add_flag("--scopes", v.scopes, "asks what they may do, too")
      ->group(kVerifyGroup);
  app.add_option("--allow-host", v.allowed_hosts,
                 "a server of your own that may be asked; may be repeated")
      ->allow_extra_args(false)
      ->option_text("HOST[:PORT]")
      ->group(kVerifyGroup);
  app.add_option("--azure-org", v.azure_orgs,
                 "an Azure DevOps organisation to try; may be repeated")
      ->allow_extra_args(false)
      ->option_text("NAME")
      ->group(kVerifyGroup);
  app.add_option("--ca-file", v.ca_file,
                 "trusts these certificates instead of the system's")
      ->option_text("FILE")
      ->group(kVerifyGroup);
  app.add_option("--audit-log", v.audit_log,
                 "adds a line of JSON for each request")
      ->option_text("FILE")
      ->group(kVerifyGroup);
}

void add_report_flags(CLI::App& app, OutputOptions& o) {
  add_parsed(app, "-f,--format", o.format, parse_format,
             "of the report [human]")
      ->option_text(format_names())
      ->group(kReportGroup);
  app.add_option("-o,--output", o.output, "writes the report to a file")
      ->option_text("FILE")
      ->group(kReportGroup);
  add_parsed_list(app, "--report", o.reports, parse_report_target,
                  "writes one more report; may be repeated")
      ->option_text("F:FILE")
      ->group(kReportGroup);
  app.add_flag("--show-secrets", o.show_secrets, "does not redact")
      ->group(kReportGroup);
  add_choice(app, "--color", o.color, kWhens, "[auto]")->group(kReportGroup);
}

// What every command that scans takes; its own flags stand before.
void add_common_flags(CLI::App& app, CommonScanOptions& o) {
  add_limit_flags(app, o);
  add_rule_flags(app, o);
  add_report_flags(app, o);
  add_verify_flags(app, o);
  add_exit_flags(app, o);
  add_run_flags(app, o);
}

}  // namespace patrol

// The table of commands and flags, as CLI11 takes it. Help is made from it: by
// category, in the order in which it stands here.

#include "scanner/cli/options.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <optional>
#include <span>
#include <sstream>
#include <utility>

#include "scanner/cli/option_values.h"
#include "scanner/cli/version.h"
#include "scanner/core/spelling.h"
#include "scanner/hooks/hook.h"
#include "scanner/report/printable.h"

namespace patrol {
namespace {

constexpr const char* kWhat = "What is scanned";
constexpr const char* kRules = "Rules";
constexpr const char* kReport = "Report";
constexpr const char* kExit = "Exit status";
constexpr const char* kRun = "Running";

// CLI11 makes the largest number of "-1" and of what overflows: refused so.
constexpr std::uint64_t kLargestSize = std::uint64_t{1} << 62;
// Each level of decoding needs the stack.
constexpr unsigned kLargestDepth = 16;
// More than are ever opened (sources/archive_budget.h): for who wants all.
constexpr unsigned kLargestArchiveDepth = 1000;

// An option whose value is one of a few words.
template <typename Value>
CLI::Option* add_choice(CLI::App& app, const std::string& name, Value& value,
                        const Words<Value>& words, const std::string& help) {
  return app
      .add_option_function<std::string>(
          name,
          [name, &value, &words](const std::string& word) {
            for (const auto& [known, known_value] : words) {
              if (known != word) continue;
              value = known_value;
              return;
            }
            throw CLI::ValidationError(
                name, "\"" + word + "\" is not one of " + joined(words));
          },
          help)
      ->option_text(joined(words));
}

// "-f,--format" -> "--format"
std::string long_name(const std::string& names) {
  return names.substr(names.find("--"));
}

// An option whose value `parse` reads, to be given once.
template <typename Value, typename Read>
CLI::Option* add_parsed(CLI::App& app, const std::string& name, Value& value,
                        Result<Read> (*parse)(const std::string&),
                        const std::string& help) {
  return app.add_option_function<std::string>(
      name,
      [name, &value, parse](const std::string& text) {
        Result<Read> read = parse(text);
        if (!read) {
          throw CLI::ValidationError(long_name(name), read.error().message);
        }
        value = *std::move(read);
      },
      help);
}

// The same for one that may be repeated.
template <typename Value>
CLI::Option* add_parsed_list(CLI::App& app, const std::string& name,
                             std::vector<Value>& values,
                             Result<Value> (*parse)(const std::string&),
                             const std::string& help) {
  return app
      .add_option_function<std::vector<std::string>>(
          name,
          [name, &values, parse](const std::vector<std::string>& texts) {
            for (const std::string& text : texts) {
              Result<Value> read = parse(text);
              if (!read) throw CLI::ValidationError(name, read.error().message);
              values.push_back(*std::move(read));
            }
          },
          help)
      ->allow_extra_args(false);
}

void add_rule_files(CLI::App& app, std::vector<std::string>& files) {
  app.add_option("--rules", files, "adds the rules of a file or folder")
      ->group(kRules)
      ->option_text("FILE|DIR")
      ->allow_extra_args(false);
}

void add_limit_flags(CLI::App& app, CommonScanOptions& o) {
  app.add_option("--max-file-size", o.max_file_size,
                 "skips larger files; 10MB, 1GiB [no limit]")
      ->transform(CLI::AsSizeValue(false))
      ->check(CLI::Range(std::uint64_t{0}, kLargestSize))
      ->option_text("N")
      ->group(kWhat);
  app.add_option("--max-archive-depth", o.max_archive_depth,
                 "opens archives in archives so deep; 0: none at all [2]")
      ->check(CLI::Range(0U, kLargestArchiveDepth))
      ->option_text("N")
      ->group(kWhat);
  app.add_option("--max-decode-depth", o.max_decode_depth,
                 "looks into base64 in base64 and the like so deep; 0: not at "
                 "all [" +
                     std::to_string(kDecodeDepth) + "]")
      ->check(CLI::Range(0U, kLargestDepth))
      ->option_text("N")
      ->group(kWhat);
}

void add_rule_flags(CLI::App& app, CommonScanOptions& o) {
  add_rule_files(app, o.rules.files);
  app.add_option("--only", o.rules.only, "looks for these rules alone")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->option_text("RULE,...")
      ->group(kRules);
  app.add_option("--skip", o.rules.skip, "leaves these rules out")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->option_text("RULE,...")
      ->group(kRules);
  add_choice(app, "--min-confidence", o.min_confidence, kConfidences,
             "shows findings at least this sure [medium]")
      ->group(kRules);
  add_choice(app, "--min-severity", o.min_severity, kSeverities,
             "shows findings at least this bad [low]")
      ->group(kRules);
}

void add_report_flags(CLI::App& app, OutputOptions& o) {
  add_parsed(app, "-f,--format", o.format, parse_format,
             "of the report [human]")
      ->option_text(format_names())
      ->group(kReport);
  app.add_option("-o,--output", o.output, "writes the report to a file")
      ->option_text("FILE")
      ->group(kReport);
  add_parsed_list(app, "--report", o.reports, parse_report_target,
                  "writes one more report; may be repeated")
      ->option_text("F:FILE")
      ->group(kReport);
  app.add_flag("--show-secrets", o.show_secrets, "does not redact")
      ->group(kReport);
  add_choice(app, "--color", o.color, kWhens, "[auto]")->group(kReport);
}

void add_exit_flags(CLI::App& app, CommonScanOptions& o) {
  add_choice(app, "--fail-on", o.exit.fail_on, kSeverities,
             "exits 1 for findings at least this bad [low]")
      ->group(kExit);
  app.add_option("--exit-code", o.exit.findings_status,
                 "exits so instead of 1 for findings")
      ->check(CLI::Range(0, 125))
      ->option_text("N")
      ->group(kExit);
  app.add_flag("--exit-zero", o.exit.exit_zero, "findings do not count")
      ->group(kExit);
  app.add_flag("--allow-partial", o.exit.allow_partial,
               "an incomplete scan does not count")
      ->group(kExit);
}

void add_run_flags(CLI::App& app, CommonScanOptions& o) {
  app.add_option("-j,--jobs", o.jobs, "threads [all cores]")
      ->check(CLI::Range(1, 1024))
      ->option_text("N")
      ->group(kRun);
  add_parsed(app, "--timeout", o.timeout_seconds, parse_seconds,
             "ends the scan after so many seconds, as partial")
      ->option_text("S")
      ->group(kRun);
  add_choice(app, "--progress", o.progress, kWhens, "[auto]")->group(kRun);
  auto* quiet = app.add_flag("-q,--quiet", o.quiet, "no summary")->group(kRun);
  app.add_flag("-v,--verbose", o.verbose, "tells what was dropped, and why")
      ->excludes(quiet)
      ->option_text(" ")
      ->group(kRun);
  quiet->option_text(" ");
  app.add_flag("--stats", o.stats, "counts and times")->group(kRun);
}

// What every command that scans takes; its own flags stand before.
void add_common_flags(CLI::App& app, CommonScanOptions& o) {
  add_limit_flags(app, o);
  add_rule_flags(app, o);
  add_report_flags(app, o);
  add_exit_flags(app, o);
  add_run_flags(app, o);
}

void add_scan(CLI::App& root, Command& command) {
  auto options = std::make_shared<ScanOptions>();
  CLI::App& app = *root.add_subcommand(
      "scan", "scans files and folders; - is standard input");
  app.add_option("PATH", options->paths, "files and folders [.]")
      ->option_text(" ");
  app.add_flag("--no-ignore", options->no_ignore, "scans what git ignores, too")
      ->group(kWhat);
  add_common_flags(app, *options);
  app.callback([options, &command] { command = *options; });
}

void add_repository(CLI::App& app, std::string& repository) {
  app.add_option("REPO", repository, "a folder of the repository [.]")
      ->option_text(" ");
}

// A range says by itself which commits it means.
void add_commit_flags(CLI::App& app, HistoryOptions& o) {
  auto* range = add_parsed(app, "--range", o.range, parse_range,
                           "what the commits after A up to B brought in")
                    ->option_text("A..B")
                    ->group(kWhat);
  add_parsed(app, "--since", o.since, parse_since,
             "what commits since then brought in; \"90 days ago\"")
      ->excludes(range)
      ->option_text("DATE")
      ->group(kWhat);
  app.add_option("--branch", o.branches,
                 "what this branch reaches; may be repeated [all]")
      ->allow_extra_args(false)
      ->excludes(range)
      ->option_text("NAME")
      ->group(kWhat);
  app.add_flag("--reachable", o.reachable,
               "leaves out what no branch, tag or reflog reaches")
      ->excludes(range)
      ->option_text(" ")
      ->group(kWhat);
}

void add_history(CLI::App& root, Command& command) {
  auto options = std::make_shared<HistoryOptions>();
  CLI::App& app = *root.add_subcommand(
      "history", "scans all that a git repository has ever held");
  add_repository(app, options->repository);
  add_commit_flags(app, *options);
  add_common_flags(app, *options);
  app.add_flag("--no-cache", options->no_cache,
               "reads again what an earlier scan has read")
      ->group(kRun);
  app.add_flag("--no-delta-scan", options->no_delta_scan,
               "scans every version whole: slow, for comparison")
      ->group(kRun);
  app.callback([options, &command] { command = *options; });
}

void add_staged(CLI::App& root, Command& command) {
  auto options = std::make_shared<StagedOptions>();
  CLI::App& app =
      *root.add_subcommand("staged", "scans what git commit would record");
  add_repository(app, options->repository);
  app.add_flag("--whole-files", options->whole_files,
               "also what staged files hold already")
      ->group(kWhat);
  add_common_flags(app, *options);
  app.callback([options, &command] { command = *options; });
}

void add_ci(CLI::App& root, Command& command) {
  auto options = std::make_shared<CiOptions>();
  CiRequest& request = options->request;
  CLI::App& app = *root.add_subcommand(
      "ci", "scans what is new in the CI run that it is part of");
  add_repository(app, request.repository);
  add_choice(app, "--mode", request.mode, kCiModes,
             "what is new, or all files; only what is new; all files; all that "
             "there ever was [auto]")
      ->group(kWhat);
  auto* base = app.add_option("--base", request.base,
                              "what is new since this commit [the CI's word]")
                   ->option_text("COMMIT")
                   ->group(kWhat);
  app.add_option("--head", request.head, "up to this one [HEAD]")
      ->needs(base)
      ->option_text("COMMIT")
      ->group(kWhat);
  add_common_flags(app, *options);
  app.callback([options, &command] { command = *options; });
}

std::string hook_names() {
  std::string names;
  for (const Hook& hook : hooks()) {
    names.append(names.empty() ? "" : "|").append(hook.name);
  }
  return names;
}

void add_hook_run(CLI::App& hook, Command& command) {
  auto options = std::make_shared<HookRunOptions>();
  options->format.clear();
  options->max_archive_depth = 0;
  CLI::App& app = *hook.add_subcommand("run", "what git calls");
  app.add_option("NAME", options->name, hook_names())
      ->required()
      ->check(CLI::Validator(
          [](const std::string& name) {
            return find_hook(name) != nullptr
                       ? std::string()
                       : "\"" + name + "\" is not one of " + hook_names();
          },
          ""))
      ->option_text(" ");
  app.add_option("ARGS", options->arguments, "what git gives it")
      ->option_text(" ");
  add_parsed(app, "--time-budget", options->timeout_seconds, parse_seconds,
             "as --timeout: seconds that the server has for it")
      ->option_text("S")
      ->group(kRun);
  add_choice(app, "--on-timeout", options->passes_on_timeout, kOnTimeout,
             "whether git goes on then [a server's hook: deny]")
      ->group(kExit);
  add_common_flags(app, *options);
  app.callback([options, &command] { command = *options; });
}

template <typename Options>
void add_hook_change(CLI::App& hook, const std::string& name,
                     const std::string& help, Command& command) {
  auto options = std::make_shared<Options>();
  CLI::App& app = *hook.add_subcommand(name, help);
  app.add_option("NAME", options->names, hook_names() + " [pre-commit]")
      ->option_text(" ");
  app.add_flag("--global", options->is_global,
               "for all repositories, through core.hooksPath");
  app.callback([options, &command] { command = *options; });
}

void add_hook(CLI::App& root, Command& command) {
  CLI::App& hook = *root.add_subcommand("hook", "stops secrets in git's hooks");
  hook.require_subcommand(1);
  add_hook_run(hook, command);
  add_hook_change<HookInstallOptions>(
      hook, "install", "puts hooks before those that are there", command);
  add_hook_change<HookUninstallOptions>(hook, "uninstall",
                                        "takes them away again", command);
}

void add_report(CLI::App& root, Command& command) {
  auto options = std::make_shared<ReportCommandOptions>();
  CLI::App& app = *root.add_subcommand(
      "report", "converts reports, and makes one of several");
  app.add_option("FILE", options->files,
                 "reports of --format json or jsonl; - is standard input")
      ->required()
      ->option_text(" ");
  add_report_flags(app, *options);
  app.footer("Exit status: 0 written, whatever was found; 2 not.");
  app.callback([options, &command] { command = *options; });
}

template <typename Options>
CLI::App& add_rules_command(CLI::App& rules, const std::string& name,
                            const std::string& help, Command& command,
                            std::shared_ptr<Options> options) {
  CLI::App& app = *rules.add_subcommand(name, help);
  app.callback([options, &command] { command = *options; });
  return app;
}

void add_rules(CLI::App& root, Command& command) {
  CLI::App& rules = *root.add_subcommand("rules", "the catalogue of rules");
  rules.require_subcommand(1);

  auto list = std::make_shared<RulesListOptions>();
  add_rule_files(
      add_rules_command(rules, "list", "one line a rule", command, list),
      list->files);

  auto show = std::make_shared<RulesShowOptions>();
  CLI::App& show_app =
      add_rules_command(rules, "show", "all about one rule", command, show);
  show_app.add_option("RULE", show->id, "id or alias")
      ->required()
      ->option_text(" ");
  add_rule_files(show_app, show->files);

  auto check = std::make_shared<RulesCheckOptions>();
  add_rules_command(rules, "check",
                    "holds rules against their examples [the catalogue]",
                    command, check)
      .add_option("FILE", check->files, "files and folders of rules")
      ->option_text(" ");

  auto compile = std::make_shared<RulesCompileOptions>();
  add_rules_command(rules, "compile",
                    "checks rules and fills the cache, for a faster first scan",
                    command, compile)
      .add_option("FILE", compile->files, "files and folders of rules")
      ->required()
      ->option_text(" ");
}

// One line, however the words on the command line read.
Message refusal(std::string what) {
  while (what.ends_with('\n')) what.pop_back();
  return {"patrol: " + printable(what) + "; see patrol --help\n", kExitUsage};
}

// CLI11's own messages and exit statuses, as ours.
Message to_message(const CLI::App& app, const CLI::ParseError& error) {
  if (error.get_exit_code() != 0) return refusal(error.what());
  std::ostringstream out;
  std::ostringstream err;
  app.exit(error, out, err);
  return {out.str(), 0};
}

// What CLI11 calls "a subcommand is required", said so that it helps: of
// `patrol scna` and of `patrol rules lits`. `words` are what follows `app`.
std::optional<Message> unknown_command(const CLI::App& app,
                                       std::span<const char* const> words) {
  if (words.empty() || words[0][0] == '-') return std::nullopt;
  std::vector<std::string> kept;
  for (const CLI::App* command : app.get_subcommands({})) {
    kept.push_back(command->get_name());
    if (kept.back() == words[0]) {
      return unknown_command(*command, words.subspan(1));
    }
  }
  if (kept.empty()) return std::nullopt;
  const std::vector<std::string_view> names(kept.begin(), kept.end());
  const std::string_view meant = closest(words[0], names);
  std::string what = "there is no command \"" + std::string(words[0]) + '"';
  if (!meant.empty()) what += ", did you mean \"" + std::string(meant) + "\"?";
  return refusal(what);
}

}  // namespace

Command parse_command_line(int argc, const char* const* argv) {
  // `patrol help scan` is `patrol scan --help`.
  std::vector<const char*> words(argv, argv + argc);
  if (words.size() > 1 && std::string_view(words[1]) == "help") {
    words.erase(words.begin() + 1);
    words.push_back("--help");
  }
  Command command;
  CLI::App app("finds leaked tokens in source code", "patrol");
  app.set_version_flag("--version", version_text);
  app.require_subcommand(1);
  add_scan(app, command);
  add_history(app, command);
  add_staged(app, command);
  add_ci(app, command);
  add_hook(app, command);
  add_report(app, command);
  add_rules(app, command);
  app.add_subcommand("help", "explains a command: patrol help scan");
  app.footer(
      "Exit status: 0 nothing found, 1 findings, 2 wrong use or configuration,"
      "\n3 incomplete and nothing found, 128+N ended by signal N.");
  if (auto message = unknown_command(app, std::span(words).subspan(1))) {
    return *message;
  }
  try {
    app.parse(static_cast<int>(words.size()), words.data());
  } catch (const CLI::ParseError& error) {
    return to_message(app, error);
  }
  return command;
}

}  // namespace patrol

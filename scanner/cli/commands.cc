// One function a command, with its own flags. Help is made from it: by group,
// in the order in which it stands here.

#include "scanner/cli/commands.h"

#include <CLI/CLI.hpp>
#include <memory>

#include "scanner/cli/completion.h"
#include "scanner/cli/flags.h"
#include "scanner/cli/scan_flags.h"
#include "scanner/hooks/hook.h"

namespace patrol {
namespace {

void add_scan(CLI::App& root, Command& command) {
  auto options = std::make_shared<ScanOptions>();
  CLI::App& app = *root.add_subcommand(
      "scan", "scans files and folders; - is standard input");
  app.add_option("PATH", options->paths, "files and folders [.]")
      ->option_text(" ");
  app.add_flag("--no-ignore", options->no_ignore, "scans what git ignores, too")
      ->group(kWhatGroup);
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
                    ->group(kWhatGroup);
  add_parsed(app, "--since", o.since, parse_since,
             "what commits since then brought in; \"90 days ago\"")
      ->excludes(range)
      ->option_text("DATE")
      ->group(kWhatGroup);
  app.add_option("--branch", o.branches,
                 "what this branch reaches; may be repeated [all]")
      ->allow_extra_args(false)
      ->excludes(range)
      ->option_text("NAME")
      ->group(kWhatGroup);
  app.add_flag("--reachable", o.reachable,
               "leaves out what no branch, tag or reflog reaches")
      ->excludes(range)
      ->option_text(" ")
      ->group(kWhatGroup);
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
      ->group(kRunGroup);
  app.add_flag("--no-delta-scan", options->no_delta_scan,
               "scans every version whole: slow, for comparison")
      ->group(kRunGroup);
  app.callback([options, &command] { command = *options; });
}

void add_staged(CLI::App& root, Command& command) {
  auto options = std::make_shared<StagedOptions>();
  CLI::App& app =
      *root.add_subcommand("staged", "scans what git commit would record");
  add_repository(app, options->repository);
  app.add_flag("--whole-files", options->whole_files,
               "also what staged files hold already")
      ->group(kWhatGroup);
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
      ->group(kWhatGroup);
  auto* base = app.add_option("--base", request.base,
                              "what is new since this commit [the CI's word]")
                   ->option_text("COMMIT")
                   ->group(kWhatGroup);
  app.add_option("--head", request.head, "up to this one [HEAD]")
      ->needs(base)
      ->option_text("COMMIT")
      ->group(kWhatGroup);
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
  app.add_option("NAME", options->name, "which hook it is")
      ->required()
      ->check(CLI::Validator(
          [](const std::string& name) {
            return find_hook(name) != nullptr
                       ? std::string()
                       : "\"" + name + "\" is not one of " + hook_names();
          },
          ""))
      ->option_text(hook_names());
  app.add_option("ARGS", options->arguments, "what git gives it")
      ->option_text(" ");
  add_parsed(app, "--time-budget", options->timeout_seconds, parse_seconds,
             "as --timeout: seconds that the server has for it")
      ->option_text("S")
      ->group(kRunGroup);
  add_choice(app, "--on-timeout", options->passes_on_timeout, kOnTimeout,
             "whether git goes on then [a server's hook: deny]")
      ->group(kExitGroup);
  add_common_flags(app, *options);
  app.callback([options, &command] { command = *options; });
}

template <typename Options>
void add_hook_change(CLI::App& hook, const std::string& name,
                     const std::string& help, Command& command) {
  auto options = std::make_shared<Options>();
  CLI::App& app = *hook.add_subcommand(name, help);
  app.add_option("NAME", options->names, "which hooks [pre-commit]")
      ->option_text(hook_names());
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

// What is asked about, of which the secrets are read again.
void add_stored_report(CLI::App& app, VerifyCommandOptions& options) {
  app.add_option("REPORT", options.report,
                 "of --format json or jsonl [a token on standard input]")
      ->option_text(" ");
  app.add_option("--repo", options.repository,
                 "where the report's files lie [where it says]")
      ->option_text("PATH")
      ->group(kWhatGroup);
}

void add_verify(CLI::App& root, Command& command) {
  auto options = std::make_shared<VerifyCommandOptions>();
  options->verify.is_wanted = true;
  options->exit.fail_on.live = true;
  CLI::App& app = *root.add_subcommand(
      "verify", "asks the providers which secrets of a report still work");
  add_stored_report(app, *options);
  add_common_flags(app, *options);
  app.footer("Exit status: 1 a secret works, 0 none is known to, 2 not asked.");
  app.callback([options, &command] { command = *options; });
}

void add_revoke(CLI::App& root, Command& command) {
  auto options = std::make_shared<RevokeOptions>();
  CLI::App& app = *root.add_subcommand(
      "revoke", "has the providers revoke a report's secrets, once you agree");
  add_stored_report(app, *options);
  app.add_option("--finding", options->wanted,
                 "only the finding with this fingerprint; may be repeated")
      ->option_text("FINGERPRINT")
      ->allow_extra_args(false)
      ->group(kWhatGroup);
  app.add_flag("--yes", options->yes, "asks nobody to confirm")
      ->group(kRunGroup);
  add_common_flags(app, *options);
  app.footer("Exit status: 0 all are revoked, 1 not all, 2 nothing was tried.");
  app.callback([options, &command] { command = *options; });
}

void add_review(CLI::App& root, Command& command) {
  auto options = std::make_shared<ReviewOptions>();
  CLI::App& app = *root.add_subcommand(
      "review", "a record of what leaked, whose it is and whether it works");
  app.add_option("REPORT", options->files,
                 "of --format json or jsonl, of one thing over time; - is "
                 "standard input")
      ->required()
      ->option_text(" ");
  add_choice(app, "-f,--format", options->format, kReviewFormats, "[markdown]")
      ->group(kReportGroup);
  app.footer("Exit status: 0 written, whatever was found; 2 not.");
  app.callback([options, &command] { command = *options; });
}

void add_baseline_action(CLI::App& baseline, const std::string& name,
                         const std::string& help, BaselineAction action,
                         Command& command) {
  auto options = std::make_shared<BaselineOptions>();
  options->action = action;
  options->format.clear();
  CLI::App& app = *baseline.add_subcommand(name, help);
  auto* paths =
      app.add_option("PATH", options->paths, "files and folders to scan [.]")
          ->option_text(" ");
  app.add_option("--from", options->reports_read,
                 "takes what reports say (json), as of patrol history")
      ->excludes(paths)
      ->allow_extra_args(false)
      ->option_text("REPORT")
      ->group(kWhatGroup);
  app.add_option("--file", options->file, "the baseline [.patrol-baseline]")
      ->option_text("FILE")
      ->group(kWhatGroup);
  if (action != BaselineAction::kPrune) {
    app.add_flag("--with-paths", options->with_paths,
                 "each secret is known at its paths alone, not wherever")
        ->group(kWhatGroup);
  }
  app.add_flag("--no-ignore", options->no_ignore, "scans what git ignores, too")
      ->group(kWhatGroup);
  add_common_flags(app, *options);
  app.footer("Exit status: 0 written, 2 not, 3 the scan is incomplete.");
  app.callback([options, &command] { command = *options; });
}

void add_baseline(CLI::App& root, Command& command) {
  CLI::App& baseline = *root.add_subcommand(
      "baseline", "writes down what is known, for --baseline");
  baseline.require_subcommand(1);
  add_baseline_action(baseline, "create", "of all that is found",
                      BaselineAction::kCreate, command);
  add_baseline_action(baseline, "update", "adds what is new",
                      BaselineAction::kUpdate, command);
  add_baseline_action(baseline, "prune", "takes out what is gone",
                      BaselineAction::kPrune, command);
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

  auto profile = std::make_shared<RulesProfileOptions>();
  CLI::App& profile_app = add_rules_command(
      rules, "profile", "what each rule costs on a tree", command, profile);
  profile_app.add_option("PATH", profile->paths, "files and folders [.]")
      ->option_text(" ");
  add_rule_files(profile_app, profile->files);
}

void add_about(CLI::App& root, Command& command) {
  auto shell = std::make_shared<CompletionOptions>();
  CLI::App& completion = *root.add_subcommand(
      "completion", "a script that completes the command line");
  completion.add_option("SHELL", shell->shell, std::string(kShells))
      ->required()
      ->option_text(std::string(kShells));
  completion.callback([shell, &command] { command = *shell; });
  root.add_subcommand("doctor", "says what is missing or hidden")
      ->callback([&command] { command = DoctorOptions(); });
  root.add_subcommand("manual", "the manual page, for man")
      ->group("")
      ->callback([&command] { command = ManualOptions(); });
}

}  // namespace

void add_commands(CLI::App& root, Command& command) {
  add_scan(root, command);
  add_history(root, command);
  add_staged(root, command);
  add_ci(root, command);
  add_hook(root, command);
  add_report(root, command);
  add_verify(root, command);
  add_revoke(root, command);
  add_review(root, command);
  add_baseline(root, command);
  add_rules(root, command);
  add_about(root, command);
  root.add_subcommand("help", "explains a command: patrol help scan");
}

}  // namespace patrol

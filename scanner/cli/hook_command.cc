// What each hook scans, what it says, and when it stops git.
//
//               scans                            what it could not read
//   pre-commit  what is staged                   is said, git goes on
//   commit-msg  the message                      the same
//   pre-push    what the other side has not yet  the same
//   pre-receive the same, in the quarantine      refuses the push
//
// What is pushed does not tell a server what to look away from: there
// "patrol:allow" in a line counts for nothing.
//
// A client's hook that stops people for what is not their fault is switched
// off; a server's that lets pass what it could not read guards nothing.

#include "scanner/cli/hook_command.h"

#include <cstdlib>
#include <iostream>
#include <iterator>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scanner/cli/exit_status.h"
#include "scanner/cli/messages.h"
#include "scanner/cli/scanning.h"
#include "scanner/detect/blob_scanner.h"
#include "scanner/git/files.h"
#include "scanner/history.h"
#include "scanner/hooks/commit_message.h"
#include "scanner/hooks/hook.h"
#include "scanner/hooks/hook_folder.h"
#include "scanner/hooks/installation.h"
#include "scanner/hooks/pushed_refs.h"
#include "scanner/report/hook_message.h"
#include "scanner/staged.h"

namespace patrol {
namespace {

constexpr std::size_t kLargestMessage = std::size_t{64} << 20;

constexpr HookWording kOfCommit = {
    "in what is staged", "nothing was committed",
    "Take them out and stage again. What was ever pushed has leaked: revoke "
    "it.\n"
    "To commit all the same: git commit --no-verify\n",
    "What is no secret, its line says in a comment: patrol:allow\n"};
constexpr HookWording kOfMessage = {
    "in the commit message", "nothing was committed",
    "To commit all the same: git commit --no-verify\n", ""};
constexpr HookWording kOfPush = {
    "in what is pushed", "nothing was pushed",
    "Each stands in a commit: take it out of the history (git rebase -i), a "
    "further\n"
    "commit that removes it does not help. To push all the same: git push "
    "--no-verify\n",
    "What is no secret, its line says in each commit: patrol:allow\n"};
constexpr HookWording kOfServer = {
    "in what is pushed", "the push is refused",
    "Each stands in a commit: take it out of the history (git rebase -i), a "
    "further\n"
    "commit that removes it does not help. Revoke it: it has left your "
    "machine.\n",
    ""};

// GitLab shows a push from its web editor those lines alone that begin so
// (GitLab's documentation of server hooks).
void print_message(const std::string& message) {
  const char* protocol = std::getenv("GL_PROTOCOL");
  const bool is_of_web =
      protocol != nullptr && std::string_view(protocol) == "web";
  std::istringstream lines(message);
  for (std::string line; std::getline(lines, line);) {
    std::cerr << (is_of_web ? "GL-HOOK-ERR: " : "") << line << '\n';
  }
}

TellEnd teller(const HookRunOptions& hook, const HookWording& wording) {
  const bool is_of_client = find_hook(hook.name)->is_of_client;
  return [&hook, wording, is_of_client](const CommonScanOptions& options,
                                        const ScanEnd& end) {
    ExitPolicy policy = options.exit;
    const bool passes = end.timed_out
                            ? hook.passes_on_timeout.value_or(is_of_client)
                            : is_of_client;
    policy.allow_partial = policy.allow_partial || passes;
    const int status = exit_status(end.input.report, end.input.rules, policy);
    if (options.verbose || options.stats) tell_end(options, end);
    HookWording words = wording;
    if (!heeds_markers(options)) words.if_no_secret = {};
    std::ostringstream message;
    write_hook_message(end.input, words, status != kExitClean, message);
    print_message(message.str());
    return status;
  };
}

// Of pre-commit's `run --all-files`: it would pass as if all files were clean.
void say_what_framework_does_not(const ScanEnd& end) {
  if (std::getenv("PRE_COMMIT") == nullptr) return;
  if (end.input.report.scan.files != 0) return;
  warn("nothing is staged; the hook patrol-all scans the whole tree");
}

int run_pre_commit(const HookRunOptions& options) {
  StagedRequest request;
  set_limits(options, request);
  return run_scanning(
      options, {ScanMode::kStaged, ".", repository_of(options, ".")},
      [&](const Detector& detector, Collector& collector,
          ScanProgress& progress, const std::atomic<bool>& stop) {
        return scan_staged(request, detector, collector, progress, stop);
      },
      [tell = teller(options, kOfCommit)](const CommonScanOptions& common,
                                          const ScanEnd& end) {
        say_what_framework_does_not(end);
        return tell(common, end);
      });
}

Result<ScanNotes> scan_message(const std::string& file,
                               const Detector& detector, Collector& collector,
                               ScanProgress& progress,
                               const std::atomic<bool>& stop) {
  const auto text = read_file(file, kLargestMessage);
  if (!text) return Error{file + ": " + text.error().message};
  if (!*text) return Error{file + ": there is no such file"};
  auto scanner = BlobScanner::make(detector);
  if (!scanner) return scanner.error();
  const PaddedCopy message(message_in(**text));
  BlobOutcome outcome = scanner->scan(message.view(), stop);
  progress.bytes = outcome.bytes;
  collector.add({}, {.kind = LocationKind::kCommitMessage},
                std::move(outcome.detections));
  return ScanNotes();
}

int run_commit_msg(const HookRunOptions& options) {
  if (options.arguments.size() != 1) {
    return fail("commit-msg: git gives it the file of the message");
  }
  return run_scanning(
      options,
      {ScanMode::kFiles, options.arguments[0], repository_of(options, ".")},
      [&](const Detector& detector, Collector& collector,
          ScanProgress& progress, const std::atomic<bool>& stop) {
        return scan_message(options.arguments[0], detector, collector, progress,
                            stop);
      },
      teller(options, kOfMessage));
}

int run_range(const HookRunOptions& options, CommitRange range,
              const HookWording& wording) {
  if (range.wanted.empty()) return kExitClean;  // deletions alone
  HistoryRequest request;
  request.range = std::move(range);
  set_limits(options, request);
  return run_scanning(
      options, {ScanMode::kRange, ".", repository_of(options, ".")},
      [&](const Detector& detector, Collector& collector,
          ScanProgress& progress, const std::atomic<bool>& stop) {
        return scan_history(request, detector, collector, progress, stop);
      },
      teller(options, wording));
}

std::string standard_input() {
  return {std::istreambuf_iterator<char>(std::cin), {}};
}

// pre-commit, the framework, takes what git says and tells it by variables: one
// reference at a time.
std::optional<PushedRef> ref_of_framework() {
  const char* to = std::getenv("PRE_COMMIT_TO_REF");
  const char* from = std::getenv("PRE_COMMIT_FROM_REF");
  if (to == nullptr) return std::nullopt;
  return PushedRef{"", from == nullptr ? "" : from, to};
}

int run_pre_push(const HookRunOptions& options) {
  std::string remote =
      options.arguments.empty() ? "origin" : options.arguments[0];
  if (const auto ref = ref_of_framework()) {
    const char* name = std::getenv("PRE_COMMIT_REMOTE_NAME");
    return run_range(options,
                     commits_pushed_to(name == nullptr ? remote : name, {*ref}),
                     kOfPush);
  }
  const auto refs = parse_pre_push(standard_input());
  if (!refs) return fail("pre-push: " + refs.error().message);
  return run_range(options, commits_pushed_to(remote, *refs), kOfPush);
}

int run_pre_receive(const HookRunOptions& options) {
  const auto refs = parse_pre_receive(standard_input());
  if (!refs) return fail("pre-receive: " + refs.error().message);
  HookRunOptions strict = options;
  strict.no_config = true;
  return run_range(strict, commits_received(*refs), kOfServer);
}

// Calls change(hook, folder) for each that was named.
template <typename Options, typename Change>
int change_hooks(const Options& options, const Result<HookFolder>& folder,
                 const Change& change) {
  if (!folder) return fail(folder.error().message);
  std::vector<std::string> names = options.names;
  if (names.empty()) names.emplace_back(hooks().front().name);
  std::string done;
  for (const std::string& name : names) {
    const Hook* hook = find_hook(name);
    if (hook == nullptr) return fail("there is no hook \"" + name + '"');
    const Result<std::string> line = change(*hook, *folder);
    if (!line) return fail(line.error().message);
    done += *line + '\n';
  }
  return print([&](std::ostream& out) { out << done; });
}

}  // namespace

int run_hook(const HookRunOptions& options) {
  if (options.name == "pre-commit") return run_pre_commit(options);
  if (options.name == "commit-msg") return run_commit_msg(options);
  if (options.name == "pre-push") return run_pre_push(options);
  return run_pre_receive(options);
}

int run_hook_install(const HookInstallOptions& options) {
  const auto folder =
      options.is_global ? global_hook_folder(true) : hook_folder();
  if (folder && folder->keeper == HookKeeper::kLefthook) {
    return fail(
        "lefthook writes the hooks of this repository: add the command "
        "\"patrol hook run NAME {0}\" to its configuration");
  }
  const std::string program = name_of_this_program();
  return change_hooks(
      options, folder, [&](const Hook& hook, const HookFolder& where) {
        return install_hook({hook, where, program, options.is_global});
      });
}

int run_hook_uninstall(const HookUninstallOptions& options) {
  return change_hooks(
      options, options.is_global ? global_hook_folder(false) : hook_folder(),
      [](const Hook& hook, const HookFolder& folder) {
        return uninstall_hook(hook, folder);
      });
}

}  // namespace patrol

#include "scanner/cli/ci_command.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "scanner/ci/ci_system.h"
#include "scanner/ci/log_guard.h"
#include "scanner/cli/ci_feedback.h"
#include "scanner/cli/messages.h"
#include "scanner/cli/scanning.h"
#include "scanner/commit_files.h"
#include "scanner/history.h"
#include "scanner/report/wording.h"

namespace patrol {
namespace {

using What = CiPlan::What;

constexpr std::size_t kIdDigits = 12;

// An event of GitHub's has 25 MB at most.
constexpr std::uintmax_t kLargestEvent = std::uintmax_t{64} << 20;

Result<std::string> read_file(const std::string& path) {
  std::error_code failed;
  const std::uintmax_t size = std::filesystem::file_size(path, failed);
  if (failed) return Error{failed.message()};
  if (size > kLargestEvent) return Error{"too large"};
  std::ifstream file(path, std::ios::binary);
  std::string text(std::istreambuf_iterator<char>(file), {});
  if (file.bad() || !file.is_open()) return Error{"cannot be read"};
  return text;
}

CiInputs inputs_of_process() {
  CiInputs inputs{{}, read_file};
  for (char** at = environ; at != nullptr && *at != nullptr; ++at) {
    const std::string_view line = *at;
    const std::size_t equals = line.find('=');
    if (equals == line.npos) continue;
    inputs.variables.emplace(line.substr(0, equals), line.substr(equals + 1));
  }
  return inputs;
}

// What patrol says on standard error goes through the guard, too.
class GuardedErrors {
 public:
  GuardedErrors() : before_(std::cerr.rdbuf()), guard_(*before_) {
    std::cerr.rdbuf(&guard_);
  }
  ~GuardedErrors() { std::cerr.rdbuf(before_); }
  GuardedErrors(const GuardedErrors&) = delete;
  GuardedErrors& operator=(const GuardedErrors&) = delete;

 private:
  std::streambuf* before_;
  LogGuard guard_;
};

void guarded(const WriteBody& body, std::ostream& out) {
  LogGuard guard(*out.rdbuf());
  std::ostream safe(&guard);
  body(safe);
  if (!safe) out.setstate(std::ios::badbit);
}

std::string plan_text(const CiPlan& plan) {
  const std::string head = plan.head.substr(0, kIdDigits);
  switch (plan.what) {
    case What::kReached:
      return "all commits up to " + head;
    case What::kRange:
      return "the commits " + plan.base.substr(0, kIdDigits) + ".." + head;
    case What::kHistory:
      return "all that the repository has ever held";
    case What::kTree:
      break;
  }
  return "the files of " + head;
}

// "GitHub Actions, pull request: the commits 1a2b3c4d5e6f..6f5e4d3c2b1a"
std::string opening(const CiSystem* system, const CiEvent& event,
                    const CiRequest& request, const CiPlan& plan) {
  const bool is_event = request.base.empty() && system != nullptr &&
                        request.mode != CiMode::kTree &&
                        request.mode != CiMode::kHistory;
  std::string text = system ? std::string(system->name) : "no known CI";
  if (is_event) text.append(", ").append(event.what);
  return text + ": " + plan_text(plan);
}

// What says of secrets that they are none must not come from what is judged: it
// is read from the commit before. A base that is not in the clone says nothing.
ScannedTree tree_of(const CiOptions& options, const CiPlan& plan) {
  return {.repository = options.request.repository,
          .commit = plan.base.empty() ? plan.head : plan.base,
          .has_a_say =
              !options.no_config && !(plan.shortfall && plan.base.empty())};
}

HistoryRequest history_request(const CiOptions& options, const CiPlan& plan) {
  HistoryRequest request;
  request.repository = options.request.repository;
  if (plan.what == What::kReached) {
    request.branches = {plan.head};
  } else if (plan.what == What::kRange) {
    request.range = CommitRange{.wanted = {plan.head}, .unwanted = {plan.base}};
  }
  set_limits(options, request);
  return request;
}

CommitFilesRequest files_request(const CiOptions& options, const CiPlan& plan) {
  return {.repository = options.request.repository,
          .commit = plan.head,
          .max_archive_depth = options.max_archive_depth,
          .max_blob_size = options.max_file_size,
          .jobs = options.jobs,
          .explain = options.verbose};
}

ScanBody body_of(const CiOptions& options, const CiPlan& plan) {
  return [&](const Detector& detector, Collector& collector,
             ScanProgress& progress, const std::atomic<bool>& stop) {
    if (plan.shortfall) {
      collector.add_unread({plan.shortfall->commit}, plan.shortfall->reason);
    }
    return plan.what == What::kTree
               ? scan_commit_files(files_request(options, plan), detector,
                                   collector, progress, stop)
               : scan_history(history_request(options, plan), detector,
                              collector, progress, stop);
  };
}

ScanMode mode_of(What what) {
  if (what == What::kTree) return ScanMode::kFiles;
  return what == What::kRange ? ScanMode::kRange : ScanMode::kHistory;
}

}  // namespace

int run_ci(const CiOptions& options) {
  const GuardedErrors errors;
  const CiInputs inputs = inputs_of_process();
  const CiSystem* system = find_ci_system(inputs);
  const CiEvent event = system ? system->event(inputs) : CiEvent{};
  const Result<CiPlan> plan = plan_ci(options.request, event);
  if (!plan) return fail(plan.error().message);
  if (!options.quiet) say(opening(system, event, options.request, *plan));
  const TellEnd tell = [&](const CommonScanOptions& common,
                           const ScanEnd& end) {
    const int status = tell_end(common, end);
    give_feedback(options, system, inputs, end.input);
    return status;
  };
  return run_scanning(options,
                      {mode_of(plan->what), options.request.repository,
                       tree_of(options, *plan)},
                      body_of(options, *plan), tell, guarded);
}

}  // namespace patrol

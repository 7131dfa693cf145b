// flags -> command -> exit status.

#include <sys/prctl.h>

#include <exception>
#include <iostream>
#include <variant>

#include "scanner/cli/baseline_command.h"
#include "scanner/cli/ci_command.h"
#include "scanner/cli/completion_command.h"
#include "scanner/cli/doctor_command.h"
#include "scanner/cli/history_command.h"
#include "scanner/cli/hook_command.h"
#include "scanner/cli/messages.h"
#include "scanner/cli/options.h"
#include "scanner/cli/report_command.h"
#include "scanner/cli/review_command.h"
#include "scanner/cli/revoke_command.h"
#include "scanner/cli/rules_command.h"
#include "scanner/cli/scan_command.h"
#include "scanner/cli/staged_command.h"
#include "scanner/cli/standard_streams.h"
#include "scanner/cli/verify_command.h"

namespace patrol {
namespace {

struct Run {
  int operator()(const ScanOptions& o) const { return run_scan(o); }
  int operator()(const HistoryOptions& o) const { return run_history(o); }
  int operator()(const StagedOptions& o) const { return run_staged(o); }
  int operator()(const CiOptions& o) const { return run_ci(o); }
  int operator()(const HookRunOptions& o) const { return run_hook(o); }
  int operator()(const HookInstallOptions& o) const {
    return run_hook_install(o);
  }
  int operator()(const HookUninstallOptions& o) const {
    return run_hook_uninstall(o);
  }
  int operator()(const ReportCommandOptions& o) const { return run_report(o); }
  int operator()(const VerifyCommandOptions& o) const { return run_verify(o); }
  int operator()(const RevokeOptions& o) const { return run_revoke(o); }
  int operator()(const ReviewOptions& o) const { return run_review(o); }
  int operator()(const BaselineOptions& o) const { return run_baseline(o); }
  int operator()(const RulesListOptions& o) const { return run_rules_list(o); }
  int operator()(const RulesShowOptions& o) const { return run_rules_show(o); }
  int operator()(const RulesCheckOptions& o) const {
    return run_rules_check(o);
  }
  int operator()(const RulesCompileOptions& o) const {
    return run_rules_compile(o);
  }
  int operator()(const RulesProfileOptions& o) const {
    return run_rules_profile(o);
  }
  int operator()(const CompletionOptions& o) const { return run_completion(o); }
  int operator()(const ManualOptions& o) const { return run_manual(o); }
  int operator()(const DoctorOptions& o) const { return run_doctor(o); }
  int operator()(const Message& message) const {
    if (message.status == kExitClean) {
      return print([&](std::ostream& out) { out << message.text; });
    }
    std::cerr << message.text;
    return message.status;
  }
};

}  // namespace
}  // namespace patrol

int main(int argc, char** argv) {
  patrol::hold_standard_streams();
  // A core dump would hold the secrets that were read.
  prctl(PR_SET_DUMPABLE, 0);
  try {
    return std::visit(patrol::Run{}, patrol::parse_command_line(argc, argv));
  } catch (const std::exception& thrown) {
    return patrol::fail(thrown.what());  // out of memory, of threads
  }
}

// What the user typed, checked. One struct for each command; options.cc is the
// one table of commands and flags.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "scanner/ci/ci_plan.h"
#include "scanner/cli/exit_status.h"
#include "scanner/core/level.h"
#include "scanner/engine.h"
#include "scanner/history.h"
#include "scanner/report/review.h"

namespace patrol {

enum class When : std::uint8_t { kAuto, kAlways, kNever };

struct ReportTarget {
  std::string format;
  std::string file;
};

// Where reports go, and how they look.
struct OutputOptions {
  std::string format = "human";  // empty: none but those of `reports`
  std::string output;            // empty: standard output
  std::vector<ReportTarget> reports;
  bool show_secrets = false;
  When color = When::kAuto;
};

// Whether providers are asked, and how (verify/).
struct VerifyFlags {
  bool is_wanted = false;  // --verify, or another that makes no sense without
  bool only_live = false;  // shows nothing else
  bool scopes = false;
  std::vector<std::string> allowed_hosts;
  std::vector<std::string> azure_orgs;
  std::string ca_file;
  std::string audit_log;  // a file; empty: none
};

// What all commands that scan have in common.
struct CommonScanOptions : OutputOptions {
  RuleChoice rules;
  Confidence min_confidence = Confidence::kMedium;
  Severity min_severity = Severity::kLow;
  std::uint64_t max_file_size = 0;  // bytes; 0: no limit
  unsigned max_archive_depth = 2;   // 0: archives are not opened
  unsigned max_decode_depth = kDecodeDepth;
  bool no_inline_allow = false;
  bool no_config = false;  // nothing that is scanned makes patrol quieter
  std::vector<std::string> baselines;  // files of what is known
  unsigned jobs = 0;                   // 0: all cores
  std::optional<double> timeout_seconds;
  ExitPolicy exit;
  VerifyFlags verify;
  When progress = When::kAuto;
  bool quiet = false;
  bool verbose = false;
  bool stats = false;
};

// Do "patrol:allow" and the like count?
inline bool heeds_markers(const CommonScanOptions& options) {
  return !options.no_inline_allow && !options.no_config;
}

struct ScanOptions : CommonScanOptions {
  std::vector<std::string> paths = {"."};
  bool no_ignore = false;
};

// What these mean, scanner/history.h and scanner/staged.h say.
struct HistoryOptions : CommonScanOptions {
  std::string repository = ".";
  std::optional<CommitRange> range;
  std::optional<std::int64_t> since;
  std::vector<std::string> branches;
  bool reachable = false;
  bool no_cache = false;
  bool no_delta_scan = false;
};

struct StagedOptions : CommonScanOptions {
  std::string repository = ".";
  bool whole_files = false;
};

// What these mean, scanner/ci/ci_plan.h says.
struct CiOptions : CommonScanOptions {
  CiRequest request;
};

// A hook's run: what it scans, its name says.
struct HookRunOptions : CommonScanOptions {
  std::string name;
  std::vector<std::string> arguments;  // as git gives them
  // What becomes of what git is about to do if time runs out. nullopt: a
  // client's hook lets it happen, a server's does not.
  std::optional<bool> passes_on_timeout;
};

struct HookInstallOptions {
  std::vector<std::string> names;  // empty: the default
  bool is_global = false;
};
struct HookUninstallOptions {
  std::vector<std::string> names;
  bool is_global = false;
};

struct ReportCommandOptions : OutputOptions {
  std::vector<std::string> files;  // reports; "-" is standard input
};

// Asks the providers about what a stored report found, or what stands on
// standard input.
struct VerifyCommandOptions : CommonScanOptions {
  std::string report;      // empty: standard input
  std::string repository;  // where the report's paths lie; empty: as it says
};

// Has the providers revoke it.
struct RevokeOptions : VerifyCommandOptions {
  std::vector<std::string> wanted;  // fingerprints; empty: all
  bool yes = false;                 // nobody is asked to confirm
};

struct ReviewOptions {
  std::vector<std::string> files;  // reports; "-" is standard input
  ReviewFormat format = ReviewFormat::kMarkdown;
};

enum class BaselineAction : std::uint8_t { kCreate, kUpdate, kPrune };

// Scans, or takes what stored reports say, and writes what is known.
struct BaselineOptions : ScanOptions {
  BaselineAction action = BaselineAction::kCreate;
  std::string file = ".patrol-baseline";
  std::vector<std::string> reports_read;  // empty: scans
  bool with_paths = false;
};

struct RulesListOptions {
  std::vector<std::string> files;
};
struct RulesShowOptions {
  std::vector<std::string> files;
  std::string id;
};
struct RulesCheckOptions {
  std::vector<std::string> files;  // empty: the catalogue
};
struct RulesCompileOptions {
  std::vector<std::string> files;
};
struct RulesProfileOptions {
  std::vector<std::string> paths = {"."};
  std::vector<std::string> files;
};

struct CompletionOptions {
  std::string shell;
};
struct ManualOptions {};
struct DoctorOptions {};

// The command line asked for no more than a text (--help, --version), or was
// wrong: what to print, where, and how to exit.
struct Message {
  std::string text;
  int status = 0;  // 0: to standard output; else to standard error
};

using Command =
    std::variant<ScanOptions, HistoryOptions, StagedOptions, CiOptions,
                 HookRunOptions, HookInstallOptions, HookUninstallOptions,
                 ReportCommandOptions, VerifyCommandOptions, RevokeOptions,
                 ReviewOptions, BaselineOptions, RulesListOptions,
                 RulesShowOptions, RulesCheckOptions, RulesCompileOptions,
                 RulesProfileOptions, CompletionOptions, ManualOptions,
                 DoctorOptions, Message>;

Command parse_command_line(int argc, const char* const* argv);

}  // namespace patrol

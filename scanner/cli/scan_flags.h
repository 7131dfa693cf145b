// The flags that all commands which scan have in common, and parts of them that
// others share. In the help they stand in groups, a command's own flags first.
#pragma once

#include <string>
#include <vector>

#include "scanner/cli/options.h"

namespace CLI {  // NOLINT(readability-identifier-naming): CLI11's
class App;
}

namespace patrol {

inline constexpr const char* kWhatGroup = "What is scanned";
inline constexpr const char* kRulesGroup = "Rules";
inline constexpr const char* kVerifyGroup = "Verification";
inline constexpr const char* kReportGroup = "Report";
inline constexpr const char* kExitGroup = "Exit status";
inline constexpr const char* kRunGroup = "Running";

// What they set must outlive the app.
void add_rule_files(CLI::App& app, std::vector<std::string>& files);
void add_report_flags(CLI::App& app, OutputOptions& o);
void add_provider_flags(CLI::App& app, VerifyFlags& v);

// Of a command that scans: all of them.
void add_common_flags(CLI::App& app, CommonScanOptions& o);

}  // namespace patrol

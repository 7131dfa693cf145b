// One report is shown as it stands, several as one (findings/merge_reports.h).
//
// Nothing is scanned, so nothing is judged: findings and partial scans leave
// the exit status alone. Secrets that a report holds whole are redacted unless
// --show-secrets asks for them; what it holds redacted stays so.
#include "scanner/cli/report_command.h"

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <iostream>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "scanner/cli/messages.h"
#include "scanner/cli/outputs.h"
#include "scanner/cli/stop.h"
#include "scanner/cli/version.h"
#include "scanner/core/digest.h"
#include "scanner/findings/merge_reports.h"
#include "scanner/findings/order.h"
#include "scanner/findings/secret_mask.h"
#include "scanner/report/stored_report.h"

namespace patrol {
namespace {

// The largest that a scan writes, 100,000 places, has some 60 MB.
constexpr std::size_t kLargestReport = std::size_t{1} << 30;

Result<std::string> read_all(std::istream& in, const std::string& name) {
  std::string bytes;
  std::vector<char> piece(1 << 20);
  while (bytes.size() <= kLargestReport) {
    in.read(piece.data(), static_cast<std::streamsize>(piece.size()));
    bytes.append(piece.data(), static_cast<std::size_t>(in.gcount()));
    if (in.bad()) return Error{name + ": cannot be read"};
    if (!in) return bytes;
  }
  return Error{name + ": is larger than 1 GiB"};
}

std::string name_of(const std::string& file) {
  return file == "-" ? "standard input" : file;
}

Result<std::string> read_file(const std::string& file) {
  if (file == "-") return read_all(std::cin, name_of(file));
  std::ifstream in(file, std::ios::binary);
  if (in) return read_all(in, file);
  return Error{file + ": " + std::generic_category().message(errno)};
}

Result<std::vector<StoredReport>> read_reports(
    const std::vector<std::string>& files, ToldRules& rules) {
  std::vector<StoredReport> reports;
  for (const std::string& file : files) {
    const Result<std::string> text = read_file(file);
    if (!text) return text.error();
    Result<StoredReport> report =
        read_stored_report(*text, name_of(file), rules);
    if (!report) return report.error();
    if (report->has_more) {
      warn(name_of(file) +
           ": says more than this patrol knows; that is left out");
    }
    reports.push_back(*std::move(report));
  }
  return reports;
}

// Which patrol scanned, and with which rules. Of several that differ, this one
// has put their reports together, and the rules are told apart by a digest of
// their digests.
StoredReport common_tool(const std::vector<StoredReport>& reports) {
  StoredReport tool;
  std::vector<std::string> digests;
  for (const StoredReport& report : reports) {
    const bool same = tool.version.empty() || tool.version == report.version;
    tool.version = same ? report.version : std::string(version());
    tool.rules = std::max(tool.rules, report.rules);
    digests.push_back(report.rules_digest);
  }
  std::sort(digests.begin(), digests.end());
  digests.erase(std::unique(digests.begin(), digests.end()), digests.end());
  tool.rules_digest = digests.front();
  if (digests.size() == 1) return tool;
  std::string joined;
  for (const std::string& digest : digests) joined += digest + '\n';
  tool.rules_digest = "sha256:" + sha256_hex(joined);
  return tool;
}

// A file may be called after a secret that its report holds whole.
void hide_secrets(const RuleSet& rules, Report& report) {
  SecretMask mask;
  bool is_needed = false;
  const auto add = [&](const Secret& secret) {
    if (!secret.is_whole()) return;
    mask.add(secret.reveal());
    is_needed = true;
  };
  for (const Finding& finding : report.findings) {
    add(finding.secret);
    for (const Companion& c : finding.companions) add(c.value);
  }
  if (!is_needed) return;
  mask_secrets(mask, report);
  sort_findings(rules, report.findings);
}

Report joined_report(std::vector<StoredReport>&& stored, const ToldRules& told,
                     const RuleSet& rules) {
  std::vector<Report> reports;
  for (StoredReport& one : stored) {
    told.renumber(one.report);
    reports.push_back(std::move(one.report));
  }
  if (reports.size() == 1) return std::move(reports.front());
  return merge_reports(std::move(reports), rules);
}

}  // namespace

int run_report(const ReportCommandOptions& options) {
  const Result<Outputs> outputs = Outputs::prepare(options);
  if (!outputs) return fail(outputs.error().message);
  handle_signals();
  ToldRules told;
  Result<std::vector<StoredReport>> stored = read_reports(options.files, told);
  if (!stored) return fail(stored.error().message);
  const RuleSet rules = told.rules(builtin_rules());
  const StoredReport tool = common_tool(*stored);
  Report report = joined_report(*std::move(stored), told, rules);
  if (!options.show_secrets) hide_secrets(rules, report);
  const ReportInput input{report, rules, tool.version, tool.rules_digest,
                          tool.rules};
  const Result<void> written = outputs->write(input);
  return written ? kExitClean : fail(written.error().message);
}

}  // namespace patrol

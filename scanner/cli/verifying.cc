#include "scanner/cli/verifying.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <optional>
#include <sstream>
#include <string>
#include <system_error>
#include <utility>

#include "scanner/cli/stop.h"
#include "scanner/cli/version.h"
#include "scanner/core/ascii.h"
#include "scanner/core/utc_time.h"
#include "scanner/report/json_writer.h"
#include "scanner/verify/verifier.h"

namespace patrol {
namespace {

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

// {"time":"…","rule":"…","fingerprint":"…","host":"…","method":"GET",
// "answer":"HTTP 200"}
std::string line_of(const AuditEntry& entry) {
  std::ostringstream out;
  JsonWriter json(out, {.indent = 0});
  json.object([&] {
    json.text("time", utc_time(entry.time));
    json.text("rule", entry.rule);
    json.text("fingerprint", entry.fingerprint);
    json.text("host", entry.host);
    json.text("method", entry.method);
    json.text("answer", entry.answer);
  });
  std::string line = out.str();
  std::erase(line, '\n');
  return line + '\n';
}

// Appends, so that one log holds many runs; for its owner alone.
class AuditLog {
 public:
  static Result<AuditLog> open(const std::string& file) {
    const int descriptor = ::open(
        file.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY,
        S_IRUSR | S_IWUSR);
    if (descriptor >= 0) return AuditLog(descriptor);
    return Error{file + ": " + std::generic_category().message(errno)};
  }
  AuditLog(AuditLog&& other) noexcept
      : descriptor_(std::exchange(other.descriptor_, -1)),
        has_failed_(other.has_failed_) {}
  AuditLog& operator=(AuditLog&&) = delete;
  ~AuditLog() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }

  void add(const AuditEntry& entry) {
    const std::string line = line_of(entry);
    const ssize_t written = ::write(descriptor_, line.data(), line.size());
    has_failed_ |= written != static_cast<ssize_t>(line.size());
  }
  bool has_failed() const { return has_failed_; }

 private:
  explicit AuditLog(int descriptor) : descriptor_(descriptor) {}

  int descriptor_;
  bool has_failed_ = false;
};

VerifyOptions options_of(const VerifyFlags& flags) {
  VerifyOptions options;
  options.http = {.ca_file = flags.ca_file,
                  .user_agent = "patrol/" + std::string(version()),
                  .variables = variable};
  options.policy = policy_of(flags);
  return options;
}

// verify() or revoke(), with its requests in the audit log, if there is one.
Result<void> ask_recorded(const VerifyFlags& flags, const RuleSet& rules,
                          std::vector<Finding>& findings,
                          decltype(&verify) ask) {
  VerifyOptions options = options_of(flags);
  std::optional<AuditLog> log;
  if (!flags.audit_log.empty()) {
    Result<AuditLog> opened = AuditLog::open(flags.audit_log);
    if (!opened) return opened.error();
    log.emplace(*std::move(opened));
    options.audit = [&log](const AuditEntry& entry) { log->add(entry); };
  }
  auto asked = ask(findings, rules, options, stop_requested());
  if (!asked) return asked;
  if (log && log->has_failed()) {
    return Error{flags.audit_log + ": could not be written whole"};
  }
  return {};
}

}  // namespace

VerifyPolicy policy_of(const VerifyFlags& flags) {
  VerifyPolicy policy{.allowed_hosts = flags.allowed_hosts,
                      .azure_orgs = flags.azure_orgs,
                      .azure_admin = Secret(variable("PATROL_ENTRA_TOKEN")),
                      .probes_scopes = flags.scopes};
  for (std::string& host : policy.allowed_hosts) host = lowered(host);
  return policy;
}

Result<void> verify_report(const VerifyFlags& flags, const RuleSet& rules,
                           Report& report) {
  if (!flags.is_wanted && !flags.only_live) return {};
  auto asked = ask_recorded(flags, rules, report.findings, verify);
  if (asked && flags.only_live) keep_working(report);
  return asked;
}

Result<void> revoke_findings(const VerifyFlags& flags, const RuleSet& rules,
                             std::vector<Finding>& findings) {
  return ask_recorded(flags, rules, findings, revoke);
}

void keep_working(Report& report) {
  std::erase_if(report.findings, [](const Finding& finding) {
    return !works(finding.verification.status);
  });
}

}  // namespace patrol

#include "scanner/cli/revoke_command.h"

#include <algorithm>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

#include "scanner/cli/confirmation.h"
#include "scanner/cli/exit_status.h"
#include "scanner/cli/messages.h"
#include "scanner/cli/outputs.h"
#include "scanner/cli/read_again.h"
#include "scanner/cli/stop.h"
#include "scanner/cli/stored_reports.h"
#include "scanner/cli/verifying.h"
#include "scanner/cli/version.h"
#include "scanner/report/finding_wording.h"
#include "scanner/report/printable.h"
#include "scanner/verify/verifier.h"

namespace patrol {
namespace {

// What will be asked, and of what nobody will.
struct Plan {
  std::vector<std::pair<Finding, std::string>> asks;  // "DELETE gitlab.com"
  std::vector<std::pair<Finding*, std::string>> not_asked;  // why
};

Plan plan(std::vector<Finding>& findings, const RuleSet& rules,
          const VerifyPolicy& policy) {
  Plan out;
  for (Finding& finding : findings) {
    const auto request = revocation_of(finding, rules, policy);
    if (request) {
      out.asks.emplace_back(finding, *request);
    } else {
      out.not_asked.emplace_back(&finding, request.error().message);
    }
  }
  return out;
}

// "  GitHub personal access token ghp_…x9Qz: POST api.github.com
//      src/a.py:3:8 and 6 more places"
void tell(const Finding& finding, const RuleSet& rules,
          const std::string& what) {
  std::cerr << "  " << headline(finding, rules[finding.rule], false) << ": "
            << printable(what) << "\n      " << spread(finding) << '\n';
}

void tell(const Plan& plan, const RuleSet& rules) {
  if (!plan.asks.empty()) {
    std::cerr << "To be revoked, which cannot be taken back:\n";
    for (const auto& [finding, what] : plan.asks) tell(finding, rules, what);
  }
  if (plan.not_asked.empty()) return;
  std::cerr << "Not by patrol:\n";
  for (const auto& [finding, why] : plan.not_asked) {
    tell(*finding, rules, why);
    const Remediation& next = rules[finding->rule].remediation;
    if (!next.url.empty()) std::cerr << "      " << printable(next.url) << '\n';
  }
}

Result<void> agree(const RevokeOptions& options, std::size_t count) {
  if (options.yes) return {};
  const std::string secrets =
      count == 1 ? "this secret"
                 : "these " + std::to_string(count) + " secrets";
  const auto agreed = confirm("Revoke " + secrets + "? Type yes: ");
  if (!agreed) {
    return Error{agreed.error().message + ": --yes revokes without a question"};
  }
  if (!*agreed) return Error{"nothing was revoked"};
  return {};
}

void set_verdict(std::vector<Finding>& findings, const Finding& asked) {
  for (Finding& finding : findings) {
    if (finding.fingerprint == asked.fingerprint) {
      finding.verification = asked.verification;
    }
  }
}

Result<void> revoke_found(const RevokeOptions& options, Report& found,
                          const RuleSet& rules) {
  Plan planned = plan(found.findings, rules, policy_of(options.verify));
  for (const auto& [finding, why] : planned.not_asked) {
    finding->verification = {.detail = "not revoked: " + why};
  }
  if (!options.quiet) tell(planned, rules);
  if (planned.asks.empty()) return {};
  if (auto ok = agree(options, planned.asks.size()); !ok) return ok;
  std::vector<Finding> asked;
  for (auto& [finding, what] : planned.asks)
    asked.push_back(std::move(finding));
  if (auto ok = revoke_findings(options.verify, rules, asked); !ok) return ok;
  for (const Finding& each : asked) set_verdict(found.findings, each);
  return {};
}

// Error: one of those that are wanted is not there.
Result<void> keep_chosen(const std::vector<std::string>& wanted,
                         Report& report) {
  const auto has = [&](const std::string& fingerprint) {
    return std::ranges::any_of(report.findings, [&](const Finding& finding) {
      return finding.fingerprint == fingerprint;
    });
  };
  for (const std::string& each : wanted) {
    if (!has(each)) return Error{"--finding " + each + ": it is not there"};
  }
  if (wanted.empty()) return {};
  std::erase_if(report.findings, [&](const Finding& finding) {
    return std::ranges::find(wanted, finding.fingerprint) == wanted.end();
  });
  return {};
}

int finish(const RevokeOptions& options, const Outputs& outputs,
           const ReportInput& input) {
  const Result<void> written = outputs.write(input);
  if (!written) return fail(written.error().message);
  if (stopped_by_signal() != 0) die_by_signal();
  const bool all_dead =
      std::ranges::all_of(input.report.findings, [](const Finding& finding) {
        return finding.verification.status == LiveStatus::kDead;
      });
  return all_dead || options.exit.exit_zero ? kExitClean
                                            : options.exit.findings_status;
}

int revoke_stored(const RevokeOptions& options, const Outputs& outputs) {
  Result<JoinedReport> joined = read_reports({options.report});
  if (!joined) return fail(joined.error().message);
  auto chosen = keep_chosen(options.wanted, joined->report);
  if (!chosen) return fail(chosen.error().message);
  if (options.verify.only_live) keep_working(joined->report);
  const auto ask = [&](Report& found, const RuleSet& rules) {
    return revoke_found(options, found, rules);
  };
  auto asked = ask_about_stored(options, joined->report, ask);
  if (!asked) return fail(asked.error().message);
  return finish(options, outputs, joined->input());
}

int revoke_input(const RevokeOptions& options, const Outputs& outputs) {
  Result<ReadInput> input = read_standard_input(options);
  if (!input) return fail(input.error().message);
  auto chosen = keep_chosen(options.wanted, input->report);
  if (!chosen) return fail(chosen.error().message);
  const RuleSet& rules = *input->engine.rules;
  auto asked = revoke_found(options, input->report, rules);
  if (!asked) return fail(asked.error().message);
  return finish(options, outputs,
                {input->report, rules, version(), rules.digest()});
}

}  // namespace

int run_revoke(const RevokeOptions& options) {
  if (options.verify.is_wanted) {
    return fail("revoke asks nobody what works: patrol verify does");
  }
  if (options.verify.only_live && options.report.empty()) {
    return fail("--only-live needs a report that says what works");
  }
  const Result<Outputs> outputs = Outputs::prepare(options);
  if (!outputs) return fail(outputs.error().message);
  handle_signals();
  return options.report.empty() ? revoke_input(options, *outputs)
                                : revoke_stored(options, *outputs);
}

}  // namespace patrol

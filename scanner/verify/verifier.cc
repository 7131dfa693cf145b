#include "scanner/verify/verifier.h"

#include <ctime>
#include <map>
#include <memory>
#include <utility>
#include <variant>

#include "scanner/verify/curl_library.h"
#include "scanner/verify/login_client.h"
#include "scanner/verify/procedures.h"
#include "scanner/verify/recipe_inquiry.h"

namespace patrol {
namespace {

// Findings of one secret and one rule are asked about together.
struct Matter {
  Subject subject;
  const Rule* rule = nullptr;
  std::vector<Finding*> findings = {};
  std::unique_ptr<Inquiry> inquiry = {};
};

class Verifier {
 public:
  Verifier(const RuleSet& rules, const VerifyOptions& options,
           HttpClient& client, LoginClient& logins)
      : rules_(rules), options_(options), client_(client), logins_(logins) {}

  void add(Finding& finding) {
    const Rule& rule = rules_[finding.rule];
    if (!rule.verify.is_there()) {
      settle(finding, {.detail = rule.verify.none.empty()
                                     ? "no provider is known to be asked"
                                     : std::string(rule.verify.none)});
      return;
    }
    if (!finding.secret.is_whole()) {
      settle(finding, unknown("the report does not have it"));
      return;
    }
    auto [at, is_new] =
        matters_.try_emplace({finding.rule, finding.secret}, Matter());
    Matter& matter = at->second;
    if (is_new) {
      matter.rule = &rule;
      matter.subject = {finding.secret, finding.facts, finding.companions};
    }
    matter.findings.push_back(&finding);
  }

  void run(const std::atomic<bool>& stop) {
    for (auto& [key, matter] : matters_) {
      matter.inquiry =
          matter.rule->verify.procedure.empty()
              ? recipe_inquiry(*matter.rule, matter.subject, rules_,
                               options_.policy)
              : start_procedure(matter.rule->verify.procedure, matter.subject,
                                rules_, options_.policy);
      if (matter.inquiry) {
        go_on(matter, nullptr);
      } else {
        settle(matter, unknown("patrol has no procedure " +
                               std::string(matter.rule->verify.procedure)));
      }
    }
    client_.run(stop);
    logins_.run(stop);
  }

 private:
  static void settle(Finding& finding, Verification verification) {
    if (verification.status != LiveStatus::kUnverified) {
      verification.checked = std::time(nullptr);
    }
    finding.verification = std::move(verification);
  }

  static void settle(Matter& matter, const Verification& verification) {
    for (Finding* finding : matter.findings) settle(*finding, verification);
  }

  void go_on(Matter& matter, const HttpOutcome* last) {
    Inquiry::Step step = matter.inquiry->next(last);
    if (auto* verdict = std::get_if<Verification>(&step)) {
      settle(matter, *verdict);
      return;
    }
    if (auto* login = std::get_if<LoginRequest>(&step)) {
      log_in(matter, std::move(*login));
      return;
    }
    HttpRequest request = std::get<HttpRequest>(std::move(step));
    const AuditEntry entry = entry_of(matter, request.host, request.method);
    client_.ask(
        std::move(request), [this, &matter, entry](const HttpOutcome& outcome) {
          note(entry, outcome.answer
                          ? "HTTP " + std::to_string(outcome.answer->status)
                          : outcome.failure);
          go_on(matter, &outcome);
        });
  }

  void log_in(Matter& matter, LoginRequest request) {
    const AuditEntry entry = entry_of(matter, request.place(), "LOGIN");
    logins_.ask(std::move(request),
                [this, &matter, entry](const Verification& verdict) {
                  note(entry, verdict.detail);
                  settle(matter, verdict);
                });
  }

  static AuditEntry entry_of(const Matter& matter, const std::string& host,
                             const std::string& method) {
    return {.rule = std::string(matter.rule->id),
            .fingerprint = matter.findings.front()->fingerprint,
            .host = host,
            .method = method};
  }

  void note(AuditEntry entry, const std::string& answer) const {
    if (!options_.audit) return;
    entry.time = std::time(nullptr);
    entry.answer = answer;
    options_.audit(entry);
  }

  const RuleSet& rules_;
  const VerifyOptions& options_;
  HttpClient& client_;
  LoginClient& logins_;
  std::map<std::pair<RuleIndex, Secret>, Matter> matters_;
};

}  // namespace

Result<void> verify(std::vector<Finding>& findings, const RuleSet& rules,
                    const VerifyOptions& options,
                    const std::atomic<bool>& stop) {
  const Result<const CurlLibrary*> curl = curl_library();
  if (!curl) return curl.error();
  HttpClient client(**curl, options.http);
  LoginClient logins(**curl, options.http);
  Verifier verifier(rules, options, client, logins);
  for (Finding& finding : findings) verifier.add(finding);
  verifier.run(stop);
  return {};
}

}  // namespace patrol

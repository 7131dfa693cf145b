#include "scanner/verify/verifier.h"

#include <ctime>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <variant>

#include "scanner/core/utc_time.h"
#include "scanner/logins/login_client.h"
#include "scanner/network/curl_library.h"
#include "scanner/verify/placeholders.h"
#include "scanner/verify/procedures.h"
#include "scanner/verify/recipe_inquiry.h"

namespace patrol {
namespace {

// What a rule says of how to verify, or how to revoke.
using Recipes = Recipe Rule::*;

// As many secrets as one request may name: GitHub's limit, who alone takes
// several.
constexpr std::size_t kMostAtOnce = 1000;

// What is asked about together: findings of one rule, and of one secret but
// where the rule's request takes many.
struct Matter {
  Subject subject;
  const Rule* rule = nullptr;
  std::vector<Finding*> findings = {};
  std::unique_ptr<Inquiry> inquiry = {};
};

Subject subject_of(const Finding& finding) {
  return {finding.secret, finding.facts, finding.companions};
}

// When it expired, where it says so itself, under its own signature: of such a
// token nobody needs to be asked.
std::optional<std::string> end_of(const Finding& finding) {
  const std::string expires = fact_of(finding.facts, "expires");
  const auto time = parse_utc_time(expires);
  if (!time || *time >= std::time(nullptr)) return std::nullopt;
  return expires;
}

// Null: there is no such procedure.
std::unique_ptr<Inquiry> start(const Recipe& recipe, const Subject& subject,
                               const RuleSet& rules,
                               const VerifyPolicy& policy) {
  return recipe.procedure.empty()
             ? recipe_inquiry(recipe, subject, rules, policy)
             : start_procedure(recipe.procedure, subject, rules, policy);
}

class Verifier {
 public:
  Verifier(const RuleSet& rules, Recipes recipes, const VerifyOptions& options,
           HttpClient& client, LoginClient& logins)
      : rules_(rules),
        recipes_(recipes),
        options_(options),
        client_(client),
        logins_(logins) {}

  void add(Finding& finding) {
    const Rule& rule = rules_[finding.rule];
    if (const auto end = end_of(finding)) {
      settle(finding, {.status = LiveStatus::kDead,
                       .detail = "expired, as it says itself",
                       .expires = *end});
      return;
    }
    const Recipe& recipe = rule.*recipes_;
    if (!recipe.is_there()) {
      settle(finding,
             {.detail = recipe.none.empty() ? "no provider is known to be asked"
                                            : std::string(recipe.none)});
      return;
    }
    if (!finding.secret.is_whole()) {
      settle(finding, unknown("the report does not have it"));
      return;
    }
    Matter& matter = takes_many(recipe)
                         ? batches_[finding.rule].open()
                         : matters_[{finding.rule, finding.secret}];
    if (!matter.rule) {
      matter.rule = &rule;
      matter.subject = subject_of(finding);
    } else if (takes_many(recipe)) {
      matter.subject.others.push_back(finding.secret);
    }
    matter.findings.push_back(&finding);
  }

  void run(const std::atomic<bool>& stop) {
    for (auto& [key, matter] : matters_) begin(matter);
    for (auto& [rule, batches] : batches_) {
      for (Matter& matter : batches.matters) begin(matter);
    }
    client_.run(stop);
    logins_.run(stop);
  }

 private:
  // Of one rule; each as full as may be.
  struct Batches {
    std::deque<Matter> matters;

    // That which the next secret goes into.
    Matter& open() {
      const bool is_full =
          matters.empty() || matters.back().findings.size() == kMostAtOnce;
      return is_full ? matters.emplace_back() : matters.back();
    }
  };

  void begin(Matter& matter) {
    const Recipe& recipe = matter.rule->*recipes_;
    matter.inquiry = start(recipe, matter.subject, rules_, options_.policy);
    if (matter.inquiry) {
      go_on(matter, nullptr);
    } else {
      settle(matter, unknown("patrol has no procedure " +
                             std::string(recipe.procedure)));
    }
  }

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
          note(matter, entry,
               outcome.answer ? "HTTP " + std::to_string(outcome.answer->status)
                              : outcome.failure);
          go_on(matter, &outcome);
        });
  }

  void log_in(Matter& matter, LoginRequest request) {
    const AuditEntry entry = entry_of(matter, request.place(), "LOGIN");
    logins_.ask(std::move(request),
                [this, &matter, entry](const Verification& verdict) {
                  note(matter, entry, verdict.detail);
                  settle(matter, verdict);
                });
  }

  static AuditEntry entry_of(const Matter& matter, const std::string& host,
                             const std::string& method) {
    return {
        .rule = std::string(matter.rule->id), .host = host, .method = method};
  }

  // A line for each secret that the request named.
  void note(const Matter& matter, AuditEntry entry,
            const std::string& answer) const {
    if (!options_.audit) return;
    entry.time = std::time(nullptr);
    entry.answer = answer;
    const std::size_t named = 1 + matter.subject.others.size();
    for (std::size_t i = 0; i < named; ++i) {
      entry.fingerprint = matter.findings[i]->fingerprint;
      options_.audit(entry);
    }
  }

  const RuleSet& rules_;
  const Recipes recipes_;
  const VerifyOptions& options_;
  HttpClient& client_;
  LoginClient& logins_;
  std::map<std::pair<RuleIndex, Secret>, Matter> matters_;
  std::map<RuleIndex, Batches> batches_;
};

Result<void> ask(std::vector<Finding>& findings, const RuleSet& rules,
                 Recipes recipes, const VerifyOptions& options,
                 const std::atomic<bool>& stop) {
  const Result<const CurlLibrary*> curl = curl_library();
  if (!curl) return curl.error();
  HttpClient client(**curl, options.http);
  LoginClient logins(**curl, options.http);
  Verifier verifier(rules, recipes, options, client, logins);
  for (Finding& finding : findings) verifier.add(finding);
  verifier.run(stop);
  return {};
}

}  // namespace

Result<void> verify(std::vector<Finding>& findings, const RuleSet& rules,
                    const VerifyOptions& options,
                    const std::atomic<bool>& stop) {
  return ask(findings, rules, &Rule::verify, options, stop);
}

Result<void> revoke(std::vector<Finding>& findings, const RuleSet& rules,
                    const VerifyOptions& options,
                    const std::atomic<bool>& stop) {
  return ask(findings, rules, &Rule::revoke, options, stop);
}

Result<std::string> revocation_of(const Finding& finding, const RuleSet& rules,
                                  const VerifyPolicy& policy) {
  const Recipe& recipe = rules[finding.rule].revoke;
  if (!recipe.is_there()) return Error{"no provider is known to be asked"};
  const Subject subject = subject_of(finding);
  const auto inquiry = start(recipe, subject, rules, policy);
  if (!inquiry) return Error{"patrol has no such procedure"};
  const Inquiry::Step first = inquiry->next(nullptr);
  if (const auto* verdict = std::get_if<Verification>(&first)) {
    return Error{verdict->detail};
  }
  const auto* request = std::get_if<HttpRequest>(&first);
  if (request == nullptr) return Error{"a login revokes nothing"};
  return request->method + " " + request->host;
}

}  // namespace patrol

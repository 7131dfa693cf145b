// Asking a provider about one secret: a conversation of requests, each made of
// what the answers before it said. Most are a single request
// (recipe_inquiry.h); what data cannot say is code (procedures.h).
//
//   next(nullptr)    -> a request
//   next(&outcome)   -> another request, or a verdict: the end
//
// A login (login.h) is the end, too: what comes of it is the verdict.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "scanner/core/finding.h"
#include "scanner/core/verification.h"
#include "scanner/logins/login.h"
#include "scanner/network/http.h"
#include "scanner/rules/ruleset.h"

namespace patrol {

// What is known of a secret before anybody is asked.
struct Subject {
  Secret secret;
  Facts facts = {};
  std::vector<Companion> companions = {};
  std::vector<Secret> others = {};  // that the same request names
};

// Empty: there is none of this name.
std::string fact_of(const Facts& facts, std::string_view name);
inline std::string fact_of(const Subject& subject, std::string_view name) {
  return fact_of(subject.facts, name);
}

// What the user allows and names.
struct VerifyPolicy {
  std::vector<std::string> allowed_hosts = {};  // lower case, ":port" if any
  std::vector<std::string> azure_orgs = {};
  // An Entra token of an Azure DevOps administrator, to revoke others' tokens;
  // empty: there is none.
  Secret azure_admin = {};
  bool probes_scopes = false;  // asks what a token may do: more requests
};

// Did the user allow this host? With it, its address may be private.
bool is_allowed(std::string_view host, const VerifyPolicy& policy);

class Inquiry {
 public:
  using Step = std::variant<HttpRequest, LoginRequest, Verification>;

  virtual ~Inquiry() = default;
  virtual Step next(const HttpOutcome* last) = 0;
};

}  // namespace patrol

// Which of the findings still work, and an end to those that do: each secret is
// asked about once, wherever it stands, many at a time (http_client.h, then
// login_client.h), and each answer is a line of the audit log, if there is one,
// for each secret that was asked about: a request to revoke may name many.
//
// A token that says itself that it has expired is dead, and nobody is asked. A
// secret that nobody can be asked about is unverified, with the reason. The
// findings themselves, their order and number, never change by it: where the
// network is down all are unknown, and the scan stands.
#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <vector>

#include "scanner/core/finding.h"
#include "scanner/core/result.h"
#include "scanner/network/http_client.h"
#include "scanner/rules/ruleset.h"
#include "scanner/verify/inquiry.h"

namespace patrol {

// What was asked, for who keeps records: no secret, no answer's body.
struct AuditEntry {
  std::int64_t time = 0;  // seconds since the Unix epoch
  std::string rule = {};
  std::string fingerprint = {};
  std::string host = {};
  std::string method = {};  // "GET" … or "LOGIN"
  std::string answer = {};  // "HTTP 401", or why there is none; of a login,
                            // what came of it
};

struct VerifyOptions {
  HttpOptions http;
  VerifyPolicy policy;
  // Called for each request that was answered, or was not. May be empty.
  std::function<void(const AuditEntry&)> audit;
};

// Error: nobody can be asked at all (no libcurl). `stop` ends it early: what is
// left is unknown.
Result<void> verify(std::vector<Finding>& findings, const RuleSet& rules,
                    const VerifyOptions& options,
                    const std::atomic<bool>& stop);

// Asks the providers to revoke them; as above. What is revoked, or was before,
// is dead. It cannot be taken back.
Result<void> revoke(std::vector<Finding>& findings, const RuleSet& rules,
                    const VerifyOptions& options,
                    const std::atomic<bool>& stop);

// What revoke() would ask first: "DELETE gitlab.com". Sends nothing.
// Error: it would ask nobody, and why; holds no secret.
Result<std::string> revocation_of(const Finding& finding, const RuleSet& rules,
                                  const VerifyPolicy& policy);

}  // namespace patrol

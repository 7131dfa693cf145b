// JSON Web Tokens (RFC 7519), told apart by their claims:
//
//   eyJhbGciOi…  .  eyJpc3MiOi…  .  SflKxwRJ…
//   | header     |  | payload    |  | signature
//     base64url       base64url       not looked at: no key is known here
//     {"alg": …}      {"iss": …}
//
// Anything can issue such a token, so a rule says by Rule::claims whose it is:
// an Entra token for Azure DevOps has the "aud" of Azure DevOps.
//
// Cannot tell a live token from a sample that was signed for a manual, but for
// the plainest: {"some":"payload"}, or the subject 1234567890 of jwt.io. The
// expiry among the facts often does. Encrypted tokens (five parts) are not
// read.
//
// The JSON is hostile: it is parsed only after a scan of its brackets has
// shown that it nests at most kDeepestJson deep, so that no input can exhaust
// the stack. Pure function; thread-safe.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "scanner/core/finding.h"
#include "scanner/rules/rule.h"

namespace patrol {

// Claims nest two or three deep (realm_access.roles); ten times that is no
// token of anybody's.
inline constexpr int kDeepestJson = 32;

// Longer values are left out of the facts: those are for a person to read.
inline constexpr std::size_t kLongestFact = 200;

// structure = "jwt". nullopt unless header and payload are JSON objects, the
// header has a string "alg", a signature stands there, the payload is no sample
// and all claims of the rule hold. Facts, where present: issuer, audience,
// subject, issued, expires; times as "2026-11-23T20:00:00Z".
std::optional<Facts> read_jwt(std::string_view secret, const Rule& rule);

}  // namespace patrol

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
#include <cstdint>
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

// A member of a JSON object, and the fact that it becomes.
struct JsonFact {
  enum Kind : std::uint8_t {
    kText,  // a string, or a list of strings, joined by ", "
    kTime   // seconds since 1970, as "2026-11-23T20:00:00Z"
  };
  std::string_view member;
  std::string_view fact;
  Kind kind;
};

// The members of a JSON object in base64, as facts in the order of `members`;
// members that are not there, of another kind, or longer than kLongestFact are
// left out. nullopt: no JSON object, or one without the member `required`.
std::optional<Facts> read_json_facts(std::string_view base64,
                                     std::string_view required,
                                     View<JsonFact> members);

// Whether `text` is a signed token of the form that rules with structure =
// "jwt" look at, so that a rule for any other secret can leave it to them.
bool has_jwt_form(std::string_view text);

// Whether `text` is one without its signature, "a.b." or "a.b": with algorithm
// "none", as tests of forgery have it (RFC 7519, section 6), or cut off. It
// opens nothing where tokens are checked.
bool is_unsigned_jwt(std::string_view text);

// structure = "jwt". nullopt unless header and payload are JSON objects, the
// header has a string "alg", a signature stands there, the payload is no sample
// and not made to be published, and all claims of the rule hold. Facts, where
// present: issuer, audience, subject, issued, expires; times as
// "2026-11-23T20:00:00Z".
std::optional<Facts> read_jwt(std::string_view secret, const Rule& rule);

}  // namespace patrol

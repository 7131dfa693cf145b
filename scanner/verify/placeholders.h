// The places of a recipe's texts, filled with what is known of a secret:
//
//   {secret}       the secret
//   {secrets}      in the body, as items of a JSON array: it and those that the
//                  same request names; "one","two"
//   {fact:NAME}    a fact that was read from it or around it
//   {with:RULE}    the companion that RULE found
//
// What is filled in is escaped for where it stands, so that a secret that holds
// "\r\nX-Header: y", or '"', or '/', stays a value and makes no other request.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "scanner/core/result.h"
#include "scanner/verify/inquiry.h"

namespace patrol {

enum class Escape : std::uint8_t {
  kPercent,  // of a URL, or a form: all but letters, digits and -._~
  kHeader,   // as it is; control characters are an error
  kJson,     // within the quotes of a JSON string
};

// Error: what is not known ("the fact \"org\" is not known"), or cannot stand
// there; holds no secret.
Result<std::string> filled(std::string_view text, const Subject& subject,
                           const RuleSet& rules, Escape escape);

// Does its request name as many secrets as there are?
bool takes_many(const Recipe& recipe);

}  // namespace patrol

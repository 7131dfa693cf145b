// WorkOS' API keys: "sk_live_" or "sk_test_" as Stripe has them, and behind it
// in base64 without padding the key's id, a comma, and the secret itself:
//
//   sk_live_ a2V5XzAxRzN…            k e y _ 0 1 G 3 . . . , h M b 7 . . .
//                                    | id, a ULID         |, | secret    |
//
// A ULID is 26 characters of Crockford's base 32, of which the first ten are
// the time of its making in milliseconds. So the key tells its id, by which the
// dashboard names it, and its age.
//
// Source: keys as public code has them (the manual says "sk_" alone), and
// github.com/ulid/spec.
// Pure function; thread-safe; linear time.
#pragma once

#include <optional>
#include <string_view>

#include "scanner/core/finding.h"
#include "scanner/rules/rule.h"

namespace patrol {

// structure = "workos". Facts: key, created. nullopt: not built as above.
std::optional<Facts> read_workos(std::string_view secret, const Rule&);

}  // namespace patrol

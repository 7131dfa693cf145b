// Tokens that are a JSON object in base64, the secret one of its members:
//
//   glc_ eyJvIjoi…                     Grafana Cloud access policy
//        {"o": organization, "n": name, "k": secret, "m": {…}}
//        eyJrIjoi…                     Grafana API key (before version 9)
//        {"k": secret, "n": name, "id": 1}
//   sntrys_ eyJpYXQi… _ 43 characters  Sentry organization token
//        {"iat": time, "url": …, "region_url": …, "org": name}
//        eyJhIjoi…                     Cloudflare Tunnel
//        {"a": account, "t": tunnel, "s": secret}
//
// How the text begins tells which of them it is.
// Pure function; thread-safe.
#pragma once

#include <optional>
#include <string_view>

#include "scanner/core/finding.h"
#include "scanner/rules/rule.h"

namespace patrol {

// structure = "json-token". Facts, by kind: organization, name, url, issued,
// account, tunnel. nullopt: it is no JSON object, or lacks the secret.
std::optional<Facts> read_json_token(std::string_view secret, const Rule&);

}  // namespace patrol

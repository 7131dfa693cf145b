// The tables [rules.verify] and [rules.revoke] of a rule, read and checked.
// Implemented with what toml_reading.h has; the fields' manual is
// patterns/README.md.
//
//   [rules.verify]
//   url = "https://api.github.com/user"
//   headers = ["Authorization: Bearer {secret}"]
//   live = ["200"]
//   dead = ["401"]
//   account = "/login"
//   scopes = "header X-OAuth-Scopes"
//
//   [rules.revoke]
//   method = "POST"
//   url = "https://api.github.com/credentials/revoke"
//   body = '{"credentials":[{secrets}]}'
//   done = ["202"]
#pragma once

#include "scanner/rules/rule_storage.h"
#include "scanner/rules/toml_reading.h"

namespace patrol {

// Checked: the URL is https and its host is fixed or {host}; answers are
// statuses of 100 to 599; there is an answer that says live.
Check read_verification(const toml::node& node, Recipe& recipe,
                        RuleStorage& storage);

// Likewise; there is an answer that says done.
Check read_revocation(const toml::node& node, Recipe& recipe,
                      RuleStorage& storage);

}  // namespace patrol

// Personal access tokens of Jira, Confluence and Bitbucket Data Center, the
// editions that customers run themselves.
//
//   N z g 0 M T k . . . . . . . . . . . . . . .    44 characters of base64
//   | 12 digits | : | 20 random bytes |            decoded
//     ^ the token's number
//
// Bitbucket puts "BBDC-" ahead. There are no check digits.
// Source: observed by several scanners; Atlassian does not publish it.
// Pure function; thread-safe.
#pragma once

#include <optional>
#include <string_view>

#include "scanner/core/finding.h"
#include "scanner/rules/rule.h"

namespace patrol {

// structure = "atlassian-data-center". No facts. nullopt: it does not decode to
// digits, a colon, and twenty bytes or more.
std::optional<Facts> read_atlassian_data_center(std::string_view secret,
                                                const Rule&);

}  // namespace patrol

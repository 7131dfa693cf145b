// GitLab's "routable" tokens (since 2025): they say to which part of a large
// installation a request belongs, and carry check digits. Every kind of token
// can be of this form; the prefix tells the kind.
//
//   g l p a t - | payload, base64url . . . | . 0 1 . | L L | C C C C C C C |
//                                            ^ form    ^ characters of payload
//                                              number        ^ CRC-32 of all
//                                                              before it
// Numbers are in base 36, lower case, '0' on the left. The payload, decoded:
//
//   | 16 random bytes | o : 1 \n p : 1 i 9 . . . | n |
//                       ^ n bytes: lines "key:value", sorted, values in base 36
//     c cell   g group   o organization (always there)   p project
//     t partition        u user
//
// A payload of 16 + 3 + 1 bytes is the shortest: 27 characters.
// Source: gitlab-org/gitlab, lib/authn/token_field/generator/
// routable_token.rb, and docs.gitlab.com, "Token overview".
// Pure functions; thread-safe.
#pragma once

#include <optional>
#include <string_view>

#include "scanner/core/finding.h"
#include "scanner/rules/rule.h"

namespace patrol {

// checksum = "gitlab-routable"; takes no seeds. `secret` ends with the digits.
bool gitlab_routable_digits_hold(std::string_view secret, View<Text> seeds);

// structure = "gitlab-routable". Facts, as decimal numbers: organization,
// group, project, user. nullopt: the payload is not built as above.
std::optional<Facts> read_gitlab_routable(std::string_view secret, const Rule&);

}  // namespace patrol

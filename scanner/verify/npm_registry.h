// Does a token, or a login, of an npm registry work, and whose is it? Asked of
// the registry that its .npmrc names (detect/npmrc_carrier.h), where the user
// allows that host: no registry stands in patrol itself.
//
//   GET https://HOST/PATH/-/whoami         reads, and changes nothing
//
//   200 {"username":"ada"}    live
//   200 {}                    dead: taken for anybody, where anybody may read
//   401                       dead
//   403                       unknown: as often the network as the token
//   else                      unknown
//
// Source: npm's manual page of `npm whoami`; Verdaccio answers so.
#pragma once

#include <cstdint>
#include <memory>

#include "scanner/verify/inquiry.h"

namespace patrol {

enum class NpmSecret : std::uint8_t {
  kToken,  // of _authToken
  kLogin,  // of _auth: "user:password" in base64
};

// The arguments must outlive it.
std::unique_ptr<Inquiry> npm_registry_inquiry(const Subject& subject,
                                              const VerifyPolicy& policy,
                                              NpmSecret secret);

// Has a token revoke itself, and asks again, since registries answer the first
// alike whether they knew it or not:
//
//   DELETE https://HOST/PATH/-/npm/v1/tokens/token/TOKEN
//   GET    https://HOST/PATH/-/whoami          dead as above: it is revoked
std::unique_ptr<Inquiry> npm_registry_revocation(const Subject& subject,
                                                 const VerifyPolicy& policy);

}  // namespace patrol

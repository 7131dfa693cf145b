// The server of one's own that a token is for: nobody can ask GitLab whether a
// token of `git.shop.net` works.
//
//   GITEA_URL=https://git.shop.net                  host git.shop.net
//   GITEA_TOKEN=…
//   curl -H 'X-Vault-Token: …' \                    host vault.shop.net:8200
//     https://vault.shop.net:8200/v1/sys/mounts
//   git clone https://ci:glpat-…@git.shop.net/a     host git.shop.net
//
// A rule says in `servers` by which words such an address is known. Whoever
// wrote the file chose the host: it is asked only where --allow-host names it.
//
// Pure functions; thread-safe.
#pragma once

#include "scanner/core/finding.h"
#include "scanner/detect/context.h"
#include "scanner/rules/rule.h"

namespace patrol {

// Appends the fact "host", in lower case, with the port that stands there,
// unless `facts` has one: of the address whose password the token is; else of
// the nearest https address within carrier.h's window that one of `words`
// names, the one ahead of the token where two are as near:
//   "gitea"      in its host, or ahead of it in its line, in any case
//   ".okta.com"  its host ends so
//   "/api/v4"    its path begins so
// and that is given, not only mentioned: it stands in the line of the token,
// begins its line, or follows '=', ':', '(' or ','. Of the 32 nearest
// addresses. No words: nothing.
void read_own_server(const Place& secret, View<Text> words, Facts& facts);

}  // namespace patrol

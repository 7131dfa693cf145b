// The server of one's own that a token is for, from the address nearest to it:
//
//   VAULT_ADDR=https://vault.shop.net:8200          host vault.shop.net:8200
//   VAULT_TOKEN=…
//   curl -H 'Authorization: SSWS …' https://shop.okta.com/api/v1/users
//                                                   host shop.okta.com
//
// Whoever wrote the file chose the host: it is asked only where --allow-host
// names it.
#pragma once

#include "scanner/core/finding.h"
#include "scanner/detect/context.h"

namespace patrol {

// carrier = "vault": an https address in a line that names VAULT_ADDR, or
// "vault" and "addr" in any case. Fact: host, with its port.
void read_vault_carrier(const Place& secret, Facts& facts);

// carrier = "okta": a host of Okta's. Fact: host.
void read_okta_carrier(const Place& secret, Facts& facts);

}  // namespace patrol

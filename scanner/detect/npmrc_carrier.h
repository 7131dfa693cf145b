// The registry that a token of an .npmrc is for, from its own line:
//
//   //npm.fabrikam-retail.net:8443/repository/team/:_authToken=…
//     host                        registry
//
// or, where the line names none, as of old, from the only registry that the
// file has:
//
//   registry=https://npm.fabrikam-retail.net/
//   _authToken=…
//
// Source: npm's manual page of .npmrc.
#pragma once

#include "scanner/core/finding.h"
#include "scanner/detect/context.h"

namespace patrol {

// carrier = "npmrc". Facts: registry, as "host:port/path" without a final
// slash.
void read_npmrc_carrier(const Place& secret, Facts& facts);

}  // namespace patrol

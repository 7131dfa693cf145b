// The tenant and the application of an Entra client secret: two GUIDs, each
// told by the name ahead of it in its line, the nearest of each.
//
//   AZURE_TENANT_ID=72f988bf-…       tenant
//   "appId": "04b07795-…"            client
//   https://login.microsoftonline.com/72f988bf-…/oauth2/v2.0/token    tenant
//   AZURE_CLIENT_SECRET=…
//
// Source: the variables of Microsoft's SDKs, of Terraform, of the az command.
#pragma once

#include "scanner/core/finding.h"
#include "scanner/detect/context.h"

namespace patrol {

// carrier = "entra". Facts: tenant, client.
void read_entra_carrier(const Place& secret, Facts& facts);

}  // namespace patrol

// Revokes an Azure DevOps personal access token. It cannot revoke itself: that
// needs an Entra token of an administrator (VerifyPolicy::azure_admin), and the
// authorization id of the token, which the token does not say. So:
//
//   with the token          GET connectionData          whose it is
//   with the administrator  GET tokenadmin/…/OWNER      that owner's tokens
//   the one that it must be:
//     still valid, and created in the month that the token tells (cask.h)
//   with the administrator  POST tokenadmin/revocations [its id]    204:
//   revoked
//
// Where several could be it, none is revoked, and their names are told: the
// wrong one stops somebody's work. Where no organisation takes the token it is
// unknown, and the verdicts of azure_devops.h say why.
//
// Source: Microsoft's REST reference, "Token Admin".
#pragma once

#include <memory>

#include "scanner/verify/inquiry.h"

namespace patrol {

// The arguments must outlive it.
std::unique_ptr<Inquiry> azure_devops_revocation(const Subject& subject,
                                                 const VerifyPolicy& policy);

}  // namespace patrol

// Does an Azure DevOps personal access token work, for whom, and where?
//
// A token belongs to one organisation (or, until Microsoft ends them on
// 2026-12-01, to all of its owner's), and does not say to which. So candidates
// are tried: those that the user names, then the one that its carrier names;
// without any, the endpoint of global tokens, which also says in which
// organisations.
//
//   GET https://dev.azure.com/ORG/_apis/connectionData     in the scope of
//   every Authorization: Basic base64(":" TOKEN)                 token there is
//
//   answer (the first that fits)                           means
//   body or X-TFS-ServiceError: "… used has expired"       dead: expired
//   200, authenticatedUser.id not the anonymous one        live
//   any other status with X-VSS-UserData                   live, lacks a right
//   203, or 302: a page to sign in                         not known there
//   401                                                    revoked, expired or
//                                                          not for this:
//                                                          unknown
//   404                                                    no such organisation
//   else, or none                                          unknown
//
// It is dead where it is expired, or where every candidate gave it a page to
// sign in; a 401 alone never says so. With VerifyPolicy::probes_scopes a live
// token is tried on one harmless GET for each scope: 200, or 403 with
// X-VSS-UserData, says that it has it.
//
// A server of one's own is asked where the fact "collection" names its
// collection (https://HOST/COLLECTION) and the user allows its host.
//
// Source: Microsoft's REST reference; the answers were described by those who
// saw them, since Microsoft documents none of the refusals.
#pragma once

#include <memory>

#include "scanner/verify/inquiry.h"

namespace patrol {

// The arguments must outlive it.
std::unique_ptr<Inquiry> azure_devops_inquiry(const Subject& subject,
                                              const VerifyPolicy& policy);

}  // namespace patrol

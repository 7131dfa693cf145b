// Does the key file of a Google service account still work? Google publishes
// the certificates of each account's keys, so neither the key nor anything made
// with it is sent:
//
//   GET https://www.googleapis.com/robot/v1/metadata/x509/ACCOUNT
//
//   200 {"KEY ID": "-----BEGIN CERTIFICATE…", …}
//       the file's key id is one of them       live
//       it is not                              dead: the key was deleted
//   404                                        unknown: no such account, or a
//                                              name that was changed
//   else                                       unknown
//
// What it cannot do: say whether the account is disabled, or what it may.
// Source: Google Cloud, "Service account keys" of IAM.
#pragma once

#include <memory>

#include "scanner/verify/inquiry.h"

namespace patrol {

// The argument must outlive it. By the facts account and key id
// (detect/google_key_file.h).
std::unique_ptr<Inquiry> google_key_inquiry(const Subject& subject);

}  // namespace patrol

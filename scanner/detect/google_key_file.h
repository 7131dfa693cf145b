// The key file of a Google service account: a JSON object with a private key
// and the account that it signs for.
//
//   {"type": "service_account", "project_id": "…", "private_key_id": "…",
//    "private_key": "-----BEGIN …", "client_email": "…@….gserviceaccount.com"}
//
// Its secret is the private key, byte for byte what the rule for private keys
// finds, so the two make one finding; this one knows whose it is.
// The file may be escaped once ("\"type\"", in an environment variable).
//
// Pure function; thread-safe; linear time.
#pragma once

#include <optional>

#include "scanner/core/finding.h"
#include "scanner/detect/structure.h"

namespace patrol {

// structure = "google-key-file". Facts: those of the private key, and account
// (client_email), project, key id.
std::optional<Facts> read_google_key_file(const Matched&, const Rule&);

}  // namespace patrol

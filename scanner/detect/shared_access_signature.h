// Shared access signatures: a URL's query that grants what it says, until it
// says, to whoever has it.
//
//   sv=2022-11-02&ss=b&srt=sco&sp=rwdl&se=2026-12-31T23:59:59Z&sig=…%3D
//   version                    rights  expires                 HMAC, 32 bytes
//
//   sr=sb%3a%2f%2forders…&sig=…%3d&se=1767225599&skn=root     Service Bus
//
// Facts: expires, starts, permissions, policy, host. Whether it has expired is
// not said here: that needs a clock (history/places lowers one that had, when
// it was committed). An expiry that is no time drops the match,
// and so does a signature that is not 32 bytes, as in most samples.
// Source: learn.microsoft.com, "Create an account SAS", "Service Bus access
// control with shared access signatures".
//
// Pure function; thread-safe; linear time.
#pragma once

#include <optional>

#include "scanner/core/finding.h"
#include "scanner/detect/structure.h"

namespace patrol {

// structure = "shared-access-signature": of Storage, which has a version (sv).
// The secret is the query.
std::optional<Facts> read_shared_access_signature(const Matched&, const Rule&);

// structure = "service-bus-signature": for a host or an URL
// (sr), without a version.
std::optional<Facts> read_service_bus_signature(const Matched&, const Rule&);

// It is called a mock, or its host is nobody's.
bool is_doubtful_signature(const Matched&);

}  // namespace patrol

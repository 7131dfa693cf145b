// Access keys of AWS: a key id, and the secret that belongs to it.
//
// The id is no secret, but says whose it is: base32 of bytes that hold the
// number of the account.
//
//   AKIA | Q3EGRFWPTK6ZJX5B      AKIA a user's, ASIA a session's,
//     "base32"                   ABIA and ACCA of two services
//
//   | 1 bit | 40 bits: account | 7 bits | …     the first six bytes
//
// Ids from before 2019 hold none: their base32 begins with I or J.
// Source: reference implementations that decode it; AWS documents the prefixes
// ("IAM identifiers") but not the layout.
//
// Pure functions; thread-safe.
#pragma once

#include <optional>
#include <string_view>

#include "scanner/core/finding.h"
#include "scanner/rules/rule.h"

namespace patrol {

// structure = "aws-key-id". Fact: account, twelve digits. Ids of AWS' manuals
// are dropped.
std::optional<Facts> read_aws_key_id(std::string_view secret, const Rule&);

// structure = "aws-secret-key": forty characters of base64 that are no hash and
// no path. No facts.
std::optional<Facts> read_aws_secret_key(std::string_view secret, const Rule&);

}  // namespace patrol

// PKCS #12 in base64: a certificate with its private key, as .pfx files and
// Azure Key Vault hold them. Often the password is empty; where it is not, it
// stands near by.
//
//   30 82 LL LL | 02 01 03 | 30 …        a SEQUENCE that says how long it is,
//                version 3               the version, the content
//
// A match that is shorter or longer than it says was cut, and is dropped.
// Source: RFC 7292.
//
// Pure function; thread-safe; linear time.
#pragma once

#include <optional>
#include <string_view>

#include "scanner/core/finding.h"
#include "scanner/rules/rule.h"

namespace patrol {

// structure = "pkcs12". White space and escaped line ends may stand in
// `secret`. No facts.
std::optional<Facts> read_pkcs12(std::string_view secret, const Rule&);

}  // namespace patrol

// The first format of Azure DevOps personal access tokens: 52 characters of
// lower-case base32 (RFC 4648, no padding), that is 32 bytes and four zero
// bits, so that the last character is always 'a' or 'q'. 28 bytes are random;
// four, scattered among them, are a CRC-32 of the others, most significant
// byte first:
//
//   byte   0 1  2  3 4 5 6  7  8  9 . . . . . 21  22  23 . . . . . 31
//          r r c3  r r r r c2 c1  r r r r r r r   c0   r r r r r r r
//
//   c3 c2 c1 c0 = crc32(the 28 bytes r in order) ^ magic
//
// The magic tells who the token was issued for. So a text of 52 base32
// characters passes by chance once in 2^31, and no word beside it is needed.
// Tokens of 2015 to 2018 have the shape without the CRC; a token lives a year
// at most, so those are dead.
//
// Source: github.com/microsoft/security-utilities, SEC101/102.
// Pure functions; thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "scanner/core/finding.h"
#include "scanner/rules/rule.h"

namespace patrol {

enum class LegacyPatKind : std::uint8_t { kUser, kApplication };

// Whom the check digits name; nullopt where they do not hold.
std::optional<LegacyPatKind> legacy_pat_kind(std::string_view secret);

// checksum = "azure-devops-legacy"; takes no seeds.
bool legacy_pat_digits_hold(std::string_view secret, View<Text> seeds);

// structure = "azure-devops-legacy": 52 base32 characters that 32 bytes encode
// to. Fact: kind, where the digits tell it.
std::optional<Facts> read_legacy_pat(std::string_view secret, const Rule&);

}  // namespace patrol

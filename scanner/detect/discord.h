// Tokens of Discord bots and users.
//
//   M T A 5 M D . . . . . . . . . .  .  G a B c D e  .  27 to 45 characters
//   | the account's id, in decimal,  |  | the time  |  | a keyed hash
//   | in base64url                   |
//
// The id is a "snowflake": the milliseconds since the start of 2015 when the
// account was made, times 2^22. So a token names its bot and the day of its
// registration, and of dotted texts that only look alike nearly none begins
// with the base64 of a decimal number of that size.
//
// The time is counted from different epochs in old and new tokens, and is left
// alone.
// Source: docs.discord.com, "API reference", Snowflakes.
// Pure function; thread-safe.
#pragma once

#include <optional>
#include <string_view>

#include "scanner/core/finding.h"
#include "scanner/rules/rule.h"

namespace patrol {

// structure = "discord". Facts: account, the id; registered, a day
// ("2023-05-17"). nullopt: the first part is no id of 17 to 20 digits, or the
// token is a published sample.
std::optional<Facts> read_discord(std::string_view secret, const Rule&);

}  // namespace patrol

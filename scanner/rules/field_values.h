// What the texts of some fields must be, apart from the TOML around them. An
// error completes "rule x: field ": it is "\"grave\" is not one of …".
#pragma once

#include "scanner/core/level.h"
#include "scanner/core/result.h"
#include "scanner/rules/rule.h"

namespace patrol {

// a-z, 0-9 and '-'.
Result<void> check_id(Text id);

// Eight ASCII characters, as CASK defines them.
Result<void> check_seed(Text seed);

Result<Severity> parse_severity(Text word);

// Never kCertain: no rule can claim that.
Result<Confidence> parse_confidence(Text word);

}  // namespace patrol

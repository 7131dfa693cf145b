// What is wrong with a secret that works, besides that it leaked: what whoever
// replaces it should do better.
//
//   it may do much: repo, admin:org          wide scopes
//   no end is known                          or one more than 90 days away
//   it stands in 7 files                     shared: all of them need the new
//   one its owner is not known
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "scanner/core/finding.h"

namespace patrol {

// Days that a token may still live without anybody asking why.
inline constexpr std::int64_t kLongLife = 90;

// `now`: seconds since the Unix epoch. Empty for what does not work. Safe to
// print.
std::vector<std::string> live_advice(const Finding& finding, std::int64_t now);

}  // namespace patrol

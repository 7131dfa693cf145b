// Words in the line of a secret that say: this is none. Whoever wrote the file
// knows, and the next reader sees why nothing is reported.
//
//   key = "ghp_…"  # patrol:allow                 whatever is found here
//   key = "ghp_…"  # patrol:allow github-pat,jwt  what these rules find
//   # pragma: allowlist nextline secret
//   key = "ghp_…"
//
// The words of other scanners count as well, so that a repository that changes
// over needs no edits: gitleaks:allow, trufflehog:ignore, ggignore, pragma:
// allowlist secret. They stand anywhere in the line, in whatever the language
// takes for a comment, or in a string where it knows none (JSON).
//
// What follows patrol:allow and names no rule is a reason: "patrol:allow sample
// of the manual". So is a name that is mistyped, and the line allows all then.
#pragma once

#include <cstdint>
#include <string_view>

#include "scanner/core/finding.h"
#include "scanner/core/location.h"
#include "scanner/rules/ruleset.h"
#include "scanner/rules/trigger.h"

namespace patrol {

// How far a line is looked at, from either end of a secret. Lines that are
// longer are a program's, and a marker there is not about this secret.
inline constexpr std::uint64_t kMarkerReach = 4 << 10;
static_assert(kMaxMatchLength + 2 * kMarkerReach <= kReach);

// Is the secret, which `rule` found at these bytes of `text`, marked? Of one of
// several lines the first and the last may say so. Offsets as of Candidate
// (detect/detector.h): of what was decoded, the encoded form. Costs a search of
// three lines of kMarkerReach, only where something was found.
bool is_marked(std::string_view text, const Span& secret, RuleIndex rule,
               const RuleSet& rules);

}  // namespace patrol

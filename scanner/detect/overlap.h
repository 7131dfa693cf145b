// One secret, one rule: of several candidates on the same bytes the most
// specific stays. A GitHub token inside an assignment is found by GitHub's
// rule and by the generic one for assignments; a stateless GitHub token holds
// a JSON Web Token.
#pragma once

#include <vector>

#include "scanner/detect/detector.h"

namespace patrol {

// Is `a` to be preferred to `b`? A total order: check digits that hold, then
// not generic, then claims, then structure (a key holds text that looks like a
// token, not the other way round), then confidence, then severity, then id.
bool outranks(const Candidate& a, const Candidate& b, const RuleSet& rules);

// Removes repeated candidates, and those whose secret lies within the secret
// of one that stays and outranks them, or holds it; what is removed for a
// better one is appended to `dropped` as Drop::kShadowed. The best are settled
// first, so nothing is removed for what is itself removed. Of one rule's
// nested secrets of the same rank the first, then the longer one stays; of
// partly overlapping secrets both do (also where one's rule demands a path or a
// keyword that this piece does not show: nothing yields to it), unless the
// better one's check digits hold and the other's do not, or the other's rule
// alone is generic. Those that stay are sorted by place.
void keep_most_specific(std::vector<Candidate>& candidates,
                        const RuleSet& rules, std::vector<Dropped>& dropped);

}  // namespace patrol

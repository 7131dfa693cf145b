// One request, made of a rule's recipe (rules/rule.h) for verifying or for
// revoking, and the verdict that its answer means by the recipe's table; what
// is revoked is dead. What the table does not have is unknown: 429, 5xx and
// everything unheard of are no verdict on the token.
#pragma once

#include <memory>

#include "scanner/verify/inquiry.h"

namespace patrol {

// REQUIRES: the recipe has a url; the arguments outlive it.
std::unique_ptr<Inquiry> recipe_inquiry(const Recipe& recipe,
                                        const Subject& subject,
                                        const RuleSet& rules,
                                        const VerifyPolicy& policy);

}  // namespace patrol

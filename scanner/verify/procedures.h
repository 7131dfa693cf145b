// Inquiries that are code, since no recipe can say them: the table of
// `procedure = "NAME"` in [rules.verify] and [rules.revoke].
#pragma once

#include <memory>
#include <string_view>

#include "scanner/verify/inquiry.h"

namespace patrol {

// Null: there is none of this name. The arguments must outlive it.
std::unique_ptr<Inquiry> start_procedure(std::string_view name,
                                         const Subject& subject,
                                         const RuleSet& rules,
                                         const VerifyPolicy& policy);

}  // namespace patrol

// The order in which a report has its findings and their places (CONTRACT 4).
#pragma once

#include <string_view>
#include <vector>

#include "scanner/core/finding.h"
#include "scanner/rules/ruleset.h"

namespace patrol {

// The id of the blob, or of the message; empty outside of histories.
std::string_view object_of(const Provenance& provenance);

// By path, member, line, column, offset, blob and kind: a strict order. Places
// of which neither is before the other are one.
bool is_before(const Location& a, const Location& b);

// The locations of each finding so, and the findings by their first location,
// rule, fingerprint. REQUIRES: each has a location.
void sort_findings(const RuleSet& rules, std::vector<Finding>& findings);

}  // namespace patrol

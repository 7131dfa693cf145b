// Several reports as one: of the parts of a tree that were scanned apart, of a
// history and of the files, of today and of last week.
//
// The same fingerprint is one secret, and so one finding: with all its places,
// and the most that any report says of it. What was read is added up, and one
// partial report makes the whole partial. Of what providers said the last word
// counts. Where reports tell of the same place
// (path, line, column, offset, blob), the one that was started last is
// believed: since the others a commit may have taken the secret out.
//
// Paths are relative to each report's root, and reports do not tell where that
// lies: the same path below two roots is taken for one place. Reports of
// several repositories read best side by side.
#pragma once

#include <vector>

#include "scanner/core/finding.h"
#include "scanner/rules/ruleset.h"

namespace patrol {

// REQUIRES: there is one at least, and their findings point into `rules`.
Report merge_reports(std::vector<Report> reports, const RuleSet& rules);

}  // namespace patrol

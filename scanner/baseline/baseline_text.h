// Baselines as text: patrol's own, and whatever else is given as one.
//
//   # patrol baseline 1
//   FINGERPRINT RULE [PATH]
//
// A line each, sorted, LF at its end; what begins with # says nothing. In a
// path \n, \r and \\ stand for those characters. Lines may be missing, twice or
// in another order: git merges them without knowing what they are.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scanner/baseline/baseline.h"
#include "scanner/core/result.h"

namespace patrol {

// REQUIRES: all have fingerprints.
std::string baseline_text(const std::vector<KnownSecret>& secrets);

// Adds what `text` knows to `baseline`: a baseline of patrol's, one that
// baseline_json.h knows, or a report. Error: it is none; a line that begins
// with `name`, the file's.
Result<void> read_baseline(std::string_view text, const std::string& name,
                           Baseline& baseline);

}  // namespace patrol

// Does every rule do what its examples say? Run by `patrol rules check` and by
// the tests, over the catalogue and over users' own rules.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scanner/core/result.h"
#include "scanner/detect/detector.h"

namespace patrol {

// What is wrong with a rule, one line; holds no example text.
struct RuleFault {
  RuleIndex rule{};
  std::string what;
};

// Scans each example and counterexample of `checked` with all rules of the
// detector, as a file that holds nothing else. An example must be found, at
// medium confidence or above, and be named by its own rule; a counterexample
// must not be found by its own rule so.
// Error: out of memory.
Result<std::vector<RuleFault>> check_examples(
    const Detector& detector, const std::vector<RuleIndex>& checked);

}  // namespace patrol

// Are rules what they should be? What the loader (rules/load.h) cannot know:
// which check digits and structures there are, whether RE2 takes an expression,
// and whether every rule does what its examples say. For the catalogue's
// generator, for users' own rules, and for `patrol rules check`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scanner/core/result.h"
#include "scanner/detect/detector.h"
#include "scanner/rules/load.h"

namespace patrol {

// How to load rules for this detector: with the names that it knows.
// `others`: rules that `required` may name besides (load.h).
LoadOptions load_options(RuleOrigin origin, const RuleSet* others = nullptr);

// RE2 has the last word on an expression; the loader's own parser forgives
// what it need not understand. Error: one line, names rule and field.
Result<void> check_expressions(const RuleSet& rules);

// What is wrong with a rule, one line; holds no example text.
struct RuleFault {
  RuleIndex rule{};
  std::string what;
};

// Scans each example and counterexample of `checked` with all rules of the
// detector, as a file that holds nothing else. An example must be found, at
// medium confidence or above, and be named by its own rule; a counterexample
// must not be found by its own rule so. Where a rule is not to be reported
// itself, being found for others counts.
// Error: out of memory.
Result<std::vector<RuleFault>> check_examples(
    const Detector& detector, const std::vector<RuleIndex>& checked);

}  // namespace patrol

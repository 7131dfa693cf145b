#include "scanner/detect/rule_check.h"

#include <algorithm>
#include <atomic>
#include <string>

#include "scanner/core/memory_input.h"
#include "scanner/detect/blob_scanner.h"
#include "scanner/detect/carrier.h"
#include "scanner/detect/checksum.h"
#include "scanner/detect/confirm.h"
#include "scanner/detect/structure.h"

namespace patrol {
namespace {

constexpr Confidence kShown = Confidence::kMedium;

// The rules that found something in `text` that a report would show, or, for
// those that are not to be reported themselves, anything.
std::vector<RuleIndex> found_by(BlobScanner& scanner, std::string_view text) {
  MemoryInput input(text);
  const std::atomic<bool> stop = false;
  const BlobOutcome outcome = scanner.scan(input, stop);
  std::vector<RuleIndex> rules;
  for (const Detection& d : outcome.detections) {
    if (d.confidence >= kShown) rules.push_back(d.rule);
  }
  for (const DroppedMatch& d : outcome.dropped) {
    if (d.reason == Drop::kOnlyCompanion) rules.push_back(d.rule);
  }
  return rules;
}

bool names(const std::vector<RuleIndex>& found, RuleIndex rule) {
  return std::ranges::find(found, rule) != found.end();
}

// Empty: the example is found and named as it should be.
std::string example_fault(const std::vector<RuleIndex>& found, RuleIndex rule,
                          const RuleSet& rules) {
  if (names(found, rule)) return {};
  if (found.empty()) return "is not found";
  return "is named by " + std::string(rules[found.front()].id);
}

}  // namespace

LoadOptions load_options(RuleOrigin origin, const RuleSet* others) {
  return {origin,
          [](std::string_view name) { return find_checksum(name) != nullptr; },
          [](std::string_view name) { return find_structure(name) != nullptr; },
          [](std::string_view name) { return find_carrier(name) != nullptr; },
          others};
}

Result<void> check_expressions(const RuleSet& rules) {
  for (const Rule& rule : rules.rules()) {
    const Result<void> checked = Confirm::check(rule);
    if (checked) continue;
    return Error{"rule " + std::string(rule.id) + ": " +
                 checked.error().message};
  }
  return {};
}

Result<std::vector<RuleFault>> check_examples(
    const Detector& detector, const std::vector<RuleIndex>& checked) {
  Result<BlobScanner> scanner = BlobScanner::make(detector);
  if (!scanner) return scanner.error();
  const RuleSet& rules = detector.rules();
  std::vector<RuleFault> faults;
  for (RuleIndex index : checked) {
    const Rule& rule = rules[index];
    for (std::size_t i = 0; i < rule.examples.size(); ++i) {
      const std::string fault =
          example_fault(found_by(*scanner, rule.examples[i]), index, rules);
      if (fault.empty()) continue;
      faults.push_back(
          {index, "example " + std::to_string(i + 1) + " " + fault});
    }
    for (std::size_t i = 0; i < rule.counterexamples.size(); ++i) {
      if (!names(found_by(*scanner, rule.counterexamples[i]), index)) {
        continue;
      }
      faults.push_back(
          {index, "counterexample " + std::to_string(i + 1) + " is found"});
    }
  }
  return faults;
}

}  // namespace patrol

#include "scanner/cli/exit_status.h"

#include <gtest/gtest.h>

#include <vector>

namespace patrol {
namespace {

RuleSet rules() {
  Rule low;
  low.id = "low";
  low.severity = Severity::kLow;
  Rule high;
  high.id = "high";
  high.severity = Severity::kHigh;
  return RuleSet({high, low});  // sorted: high is 0, low is 1
}

enum class Found { kNothing, kLow, kHigh };

Report report(Found found, ScanStatus status) {
  Report made;
  made.scan.status = status;
  if (found == Found::kNothing) return made;
  made.findings.emplace_back();
  made.findings[0].rule = RuleIndex{found == Found::kHigh ? 0U : 1U};
  return made;
}

TEST(ExitStatus, IsAsTheContractSays) {
  constexpr auto kComplete = ScanStatus::kComplete;
  constexpr auto kPartial = ScanStatus::kPartial;
  constexpr auto kFailed = ScanStatus::kFailed;
  const ExitPolicy usual;
  const ExitPolicy high = {.fail_on = {Severity::kHigh}};
  const ExitPolicy code = {.findings_status = 42};
  const ExitPolicy zero = {.exit_zero = true};
  const ExitPolicy partial = {.allow_partial = true};
  const ExitPolicy mild = {.exit_zero = true, .allow_partial = true};
  struct Row {
    Found found;
    ScanStatus status;
    ExitPolicy policy;
    int expected;
  };
  const std::vector<Row> table = {
      {Found::kNothing, kComplete, usual, 0},
      {Found::kLow, kComplete, usual, 1},
      {Found::kLow, kPartial, usual, 1},  // findings win
      {Found::kNothing, kPartial, usual, 3},
      {Found::kNothing, kFailed, usual, 3},
      {Found::kLow, kComplete, high, 0},
      {Found::kHigh, kComplete, high, 1},
      {Found::kLow, kPartial, high, 3},
      {Found::kHigh, kComplete, code, 42},
      {Found::kNothing, kComplete, code, 0},
      {Found::kNothing, kPartial, code, 3},
      {Found::kHigh, kComplete, zero, 0},
      {Found::kHigh, kPartial, zero, 3},
      {Found::kNothing, kPartial, partial, 0},
      {Found::kHigh, kPartial, partial, 1},
      {Found::kHigh, kPartial, mild, 0},
  };
  const RuleSet set = rules();
  for (std::size_t i = 0; i < table.size(); ++i) {
    const Row& row = table[i];
    EXPECT_EQ(exit_status(report(row.found, row.status), set, row.policy),
              row.expected)
        << "row " << i;
  }
}

TEST(ExitStatus, AsksTheWorstOfAllFindings) {
  Report both = report(Found::kLow, ScanStatus::kComplete);
  both.findings.emplace_back();
  both.findings[1].rule = RuleIndex{0};
  EXPECT_EQ(exit_status(both, rules(), {.fail_on = {Severity::kHigh}}), 1);
}

}  // namespace
}  // namespace patrol

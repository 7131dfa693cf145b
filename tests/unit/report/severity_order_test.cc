#include "scanner/report/severity_order.h"

#include <gtest/gtest.h>

#include "tests/unit/report/sample.h"

namespace patrol {
namespace {

TEST(WorstFirst, IsBySeverityThenByConfidence) {
  Sample sample = usual_sample();
  const Finding high = sample.report.findings[2];
  sample.report.findings.push_back(high);
  sample.report.findings.back().confidence = Confidence::kCertain;
  const std::vector<const Finding*> order = worst_first(sample.input());
  const Finding* first = sample.report.findings.data();
  EXPECT_EQ(order, (std::vector<const Finding*>{first + 1, first + 3, first + 2,
                                                first}));
}

TEST(WorstFirst, KeepsTheReportsOrderAmongEquals) {
  Sample sample = usual_sample();
  const Finding same = sample.report.findings[0];
  sample.report.findings.assign(9, same);
  const std::vector<const Finding*> order = worst_first(sample.input());
  for (std::size_t i = 0; i < order.size(); ++i) {
    EXPECT_EQ(order[i], &sample.report.findings[i]);
  }
}

TEST(CountBySeverity, CountsFindingsAndPlaces) {
  const Sample sample = usual_sample();
  const auto counts = count_by_severity(sample.input());
  EXPECT_EQ(counts[0].findings, 0U);
  EXPECT_EQ(counts[1].findings, 1U);
  EXPECT_EQ(counts[3].findings, 1U);
  EXPECT_EQ(counts[3].places, 7U);
}

TEST(FoundText, NamesTheSeveritiesThatThereAre) {
  EXPECT_EQ(found_text(usual_sample().input()),
            "3 findings in 9 places: 1 critical, 1 high, 1 medium");
  EXPECT_EQ(found_text(empty_sample().input()), "no findings");
}

}  // namespace
}  // namespace patrol

#include "scanner/core/level.h"

#include <gtest/gtest.h>

#include <string>

namespace patrol {
namespace {

TEST(Level, IsWrittenAsReportsAndFlagsHaveIt) {
  EXPECT_EQ(to_text(Severity::kLow), "low");
  EXPECT_EQ(to_text(Severity::kMedium), "medium");
  EXPECT_EQ(to_text(Severity::kHigh), "high");
  EXPECT_EQ(to_text(Severity::kCritical), "critical");
  EXPECT_EQ(to_text(Confidence::kLow), "low");
  EXPECT_EQ(to_text(Confidence::kMedium), "medium");
  EXPECT_EQ(to_text(Confidence::kHigh), "high");
  EXPECT_EQ(to_text(Confidence::kCertain), "certain");
  EXPECT_EQ(to_text(CheckDigits::kNone), "none");
  EXPECT_EQ(to_text(CheckDigits::kInvalid), "invalid");
  EXPECT_EQ(to_text(CheckDigits::kValid), "valid");
}

TEST(Level, IsReadBack) {
  for (Severity s : {Severity::kLow, Severity::kMedium, Severity::kHigh,
                     Severity::kCritical}) {
    EXPECT_EQ(severity_from_text(to_text(s)), s);
  }
  for (Confidence c : {Confidence::kLow, Confidence::kMedium, Confidence::kHigh,
                       Confidence::kCertain}) {
    EXPECT_EQ(confidence_from_text(to_text(c)), c);
  }
}

TEST(Level, IsNothingElse) {
  for (std::string_view text : {"", "Low", "lo", "lower", "certain", " low"}) {
    EXPECT_EQ(severity_from_text(text), std::nullopt) << text;
  }
  EXPECT_EQ(confidence_from_text("critical"), std::nullopt);
}

TEST(Level, GrowsWithWeight) {
  EXPECT_LT(Severity::kLow, Severity::kMedium);
  EXPECT_LT(Severity::kHigh, Severity::kCritical);
  EXPECT_LT(Confidence::kLow, Confidence::kMedium);
  EXPECT_LT(Confidence::kHigh, Confidence::kCertain);
}

}  // namespace
}  // namespace patrol

#include "scanner/verify/azure_devops_answers.h"

#include <gtest/gtest.h>

#include <string>

namespace patrol {
namespace {

constexpr std::int64_t kOneDay = 24 * 60 * 60;
constexpr std::int64_t kLastDayOfMarch2025 = 20178 * kOneDay;

std::string refused(Facts facts, std::int64_t now) {
  return refusal({.secret = Secret(), .facts = std::move(facts)}, now);
}

TEST(AzureRefusal, SaysThatTheYearIsOverOnceItsMonthIs) {
  const Facts facts = {{"year ends", "2025-03 unless extended"}};
  EXPECT_EQ(refused(facts, kLastDayOfMarch2025),
            "revoked, expired, or not for this organisation");
  EXPECT_EQ(refused(facts, kLastDayOfMarch2025 + kOneDay),
            "revoked, expired, or not for this organisation; its year ended in "
            "2025-03, so expired unless it was extended");
}

TEST(AzureRefusal, OfATokenWithoutAMonthSaysNoMore) {
  EXPECT_EQ(refused({}, kLastDayOfMarch2025),
            "revoked, expired, or not for this organisation");
}

}  // namespace
}  // namespace patrol

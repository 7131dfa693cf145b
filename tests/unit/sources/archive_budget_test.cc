#include "scanner/sources/archive_budget.h"

#include <gtest/gtest.h>

namespace patrol {
namespace {

constexpr ArchiveLimits kSmall = {.members = 10,
                                  .free_bytes = 100,
                                  .steep_ratio = 10,
                                  .large_bytes = 1000,
                                  .flat_ratio = 2};

class ArchiveBudgetTest : public testing::Test {
 protected:
  std::atomic<bool> stop_ = false;
  ArchiveBudget budget_{kSmall, stop_};
};

TEST_F(ArchiveBudgetTest, PaysSmallAmountsForNothing) {
  EXPECT_TRUE(budget_.pay_bytes(100));
  EXPECT_FALSE(budget_.pay_bytes(1));
}

TEST_F(ArchiveBudgetTest, PaysAMultipleOfWhatWasRead) {
  budget_.earn(50);
  EXPECT_TRUE(budget_.pay_bytes(600));
  EXPECT_FALSE(budget_.pay_bytes(1));
}

TEST_F(ArchiveBudgetTest, PaysASmallerMultipleForLargeArchives) {
  budget_.earn(1000);
  EXPECT_TRUE(budget_.pay_bytes(3000));
  EXPECT_FALSE(budget_.pay_bytes(1));
}

TEST_F(ArchiveBudgetTest, PaysForSoManyMembers) {
  EXPECT_TRUE(budget_.pay_members(9));
  EXPECT_TRUE(budget_.pay_members(1));
  EXPECT_FALSE(budget_.pay_members(1));
}

TEST_F(ArchiveBudgetTest, StaysExhausted) {
  EXPECT_FALSE(budget_.is_exhausted());
  EXPECT_FALSE(budget_.pay_bytes(101));
  budget_.earn(1000);
  EXPECT_TRUE(budget_.is_exhausted());
  EXPECT_FALSE(budget_.pay_bytes(0));
  EXPECT_FALSE(budget_.pay_members(0));
}

TEST_F(ArchiveBudgetTest, PaysNothingOnceTheScanIsToStop) {
  EXPECT_TRUE(budget_.pay_bytes(1));
  stop_ = true;
  const Result<void> paid = budget_.pay_bytes(1);
  ASSERT_FALSE(paid);
  EXPECT_EQ(paid.error().message, "interrupted");
}

}  // namespace
}  // namespace patrol

#include "scanner/attribution/tree_order.h"

#include <gtest/gtest.h>

#include <vector>

namespace patrol {
namespace {

TEST(TreeOrder, PutsABaseFirstWhicheverLogHasIt) {
  TreeLog one;
  TreeLog two;
  one.changes = {{5, 3, 2, 0, 0, 0}, {4, kNoObject, 0, 0, 0, 0}};
  two.changes = {{2, kNoObject, 0, 0, 0, 0}, {3, 2, 1, 0, 0, 0}};
  const std::vector<const TreeLog*> logs = {&one, &two};
  const TreeOrder order(logs, 6);
  ASSERT_EQ(order.size(), 4U);
  EXPECT_LT(order.place_of(2), order.place_of(3));
  EXPECT_LT(order.place_of(3), order.place_of(5));
  EXPECT_EQ(order[order.place_of(5)].base, order.place_of(3));
  EXPECT_EQ(order[order.place_of(4)].base, kNoPlace);
  EXPECT_EQ(order.place_of(1), kNoPlace);
  EXPECT_EQ(order.place_of(kNoObject), kNoPlace);
}

TEST(TreeOrder, TakesTheLeastDeepOfATreeThatWasTakenTwice) {
  TreeLog log;
  log.entries = {10, 11, 12};
  log.changes = {{1, kNoObject, 0, 0, 0, 0},
                 {2, 1, 1, 0, 0, 1},
                 {3, 2, 2, 1, 0, 1},
                 {2, kNoObject, 0, 1, 0, 2}};
  const std::vector<const TreeLog*> logs = {&log};
  const TreeOrder order(logs, 4);
  ASSERT_EQ(order.size(), 3U);
  EXPECT_EQ(order[order.place_of(2)].added.size(), 2U);
  EXPECT_LT(order.place_of(2), order.place_of(3));
}

// Where a log was full, what came after is told without it.
TEST(TreeOrder, TakesATreeWhoseBaseIsInNoLogForARoot) {
  TreeLog log;
  log.changes = {{3, 2, 7, 0, 0, 0}};
  const std::vector<const TreeLog*> logs = {&log};
  const TreeOrder order(logs, 4);
  ASSERT_EQ(order.size(), 1U);
  EXPECT_EQ(order[0].base, kNoPlace);
}

TEST(TreeOrder, OfNoLogsIsEmpty) {
  const TreeOrder order({}, 3);
  EXPECT_EQ(order.size(), 0U);
  EXPECT_EQ(order.place_of(2), kNoPlace);
}

}  // namespace
}  // namespace patrol

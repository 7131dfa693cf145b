#include "scanner/core/number_map.h"

#include <gtest/gtest.h>

#include <map>
#include <random>

namespace patrol {
namespace {

TEST(NumberMap, KnowsNothingAtFirst) {
  const NumberMap map;
  EXPECT_EQ(map.find(0), NumberMap::kNoNumber);
  EXPECT_EQ(map.size(), 0U);
}

TEST(NumberMap, KeepsTheFirstNumberOfAKey) {
  NumberMap map;
  EXPECT_EQ(map.find_or_add(7, 1), 1U);
  EXPECT_EQ(map.find_or_add(7, 2), 1U);
  EXPECT_EQ(map.find(7), 1U);
  EXPECT_EQ(map.size(), 1U);
}

TEST(NumberMap, TellsTheHalvesOfAPairApart) {
  NumberMap map;
  map.find_or_add(pair_key(1, 2), 12);
  map.find_or_add(pair_key(2, 1), 21);
  EXPECT_EQ(map.find(pair_key(1, 2)), 12U);
  EXPECT_EQ(map.find(pair_key(2, 1)), 21U);
}

TEST(NumberMap, HoldsWhatAnOrderedMapHolds) {
  std::mt19937_64 random(1);
  NumberMap map;
  std::map<std::uint64_t, std::uint32_t> slow;
  for (std::uint32_t i = 0; i < 20'000; ++i) {
    // Few, so that they repeat, and alike, as pairs of dense numbers are.
    const std::uint64_t key = random() % 100 << 32 | random() % 100;
    EXPECT_EQ(map.find_or_add(key, i), slow.emplace(key, i).first->second);
  }
  EXPECT_EQ(map.size(), slow.size());
  for (std::uint32_t high = 0; high < 110; ++high) {
    for (std::uint32_t low = 0; low < 110; ++low) {
      const auto at = slow.find(pair_key(high, low));
      EXPECT_EQ(map.find(pair_key(high, low)),
                at == slow.end() ? NumberMap::kNoNumber : at->second);
    }
  }
}

}  // namespace
}  // namespace patrol

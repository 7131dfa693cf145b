#include "scanner/attribution/entry_sets.h"

#include <gtest/gtest.h>

#include <random>
#include <set>
#include <vector>

namespace patrol {
namespace {

using Set = EntrySets::Set;
using Keys = std::multiset<std::uint64_t>;

Keys keys_of(const EntrySets& sets, Set set) {
  if (set == EntrySets::kEmpty) return {};
  const EntrySets::Node& node = sets[set];
  Keys keys;
  if (node.width == 0) {
    for (std::uint32_t i = 0; i < node.count; ++i) keys.insert(node.key);
    return keys;
  }
  keys = keys_of(sets, node.lower);
  EXPECT_EQ(node.key, *keys.begin());
  keys.merge(keys_of(sets, node.higher));
  return keys;
}

// Keys that differ in few bits, high and low ones.
std::uint64_t some_key(std::mt19937_64& random) {
  return (random() % 4) << 62 | (random() % 8) << 31 | random() % 8;
}

TEST(EntrySets, HoldWhatMultisetsHold) {
  std::mt19937_64 random(1);
  EntrySets sets;
  std::vector<Set> made{EntrySets::kEmpty};
  std::vector<Keys> slow{{}};
  for (int round = 0; round < 2000; ++round) {
    const std::size_t from = random() % made.size();
    Set set = made[from];
    Keys keys = slow[from];
    sets.begin();
    for (auto edits = random() % 9; edits > 0; --edits) {
      const std::uint64_t key = some_key(random);
      if (random() % 3 == 0) {
        set = sets.remove(set, key);
        const auto at = keys.find(key);
        if (at != keys.end()) keys.erase(at);
      } else {
        set = sets.add(set, key);
        keys.insert(key);
      }
    }
    made.push_back(set);
    slow.push_back(keys);
  }
  for (std::size_t i = 0; i < made.size(); ++i) {
    ASSERT_EQ(keys_of(sets, made[i]), slow[i]);
  }
}

TEST(EntrySets, ShareWhatTheyHaveInCommon) {
  EntrySets sets;
  sets.begin();
  Set set = EntrySets::kEmpty;
  for (std::uint64_t key = 0; key < 1000; ++key) set = sets.add(set, key);
  const std::size_t before = sets.size();
  sets.begin();
  sets.add(set, 1000);
  EXPECT_LE(sets.size() - before, 12U);
}

TEST(EntrySets, TakeTheLargestAndTheLeastKey) {
  EntrySets sets;
  sets.begin();
  const std::uint64_t largest = ~std::uint64_t{0};
  Set set = sets.add(sets.add(EntrySets::kEmpty, largest), 0);
  EXPECT_EQ(keys_of(sets, set), (Keys{0, largest}));
  set = sets.remove(set, largest);
  EXPECT_EQ(keys_of(sets, set), (Keys{0}));
  EXPECT_EQ(sets.remove(set, 0), EntrySets::kEmpty);
}

TEST(EntrySets, AreWhatTheyWereWhereAKeyIsNotThere) {
  EntrySets sets;
  sets.begin();
  const Set set = sets.add(sets.add(EntrySets::kEmpty, 5), 9);
  sets.begin();
  EXPECT_EQ(sets.remove(set, 4), set);
  EXPECT_EQ(sets.remove(EntrySets::kEmpty, 4), EntrySets::kEmpty);
}

}  // namespace
}  // namespace patrol

#include "scanner/git/object_table.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

namespace patrol {
namespace {

// Ids of few different bytes, so that many begin alike.
ObjectId drawn(std::mt19937& random) {
  constexpr std::uint8_t kBytes[] = {0, 1, 0x7F, 0xFF};
  ObjectId id;
  for (std::size_t i = 0; i < 4; ++i) id.bytes[i] = kBytes[random() % 4];
  return id;
}

TEST(ObjectTable, NumbersEachIdOnceInTheirOrder) {
  std::mt19937 random(1);
  std::vector<ObjectId> ids(500);
  for (ObjectId& id : ids) id = drawn(random);
  const ObjectTable table(ids);
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  ASSERT_EQ(table.size(), ids.size());
  for (ObjectNumber i = 0; i < table.size(); ++i) {
    EXPECT_EQ(table.id(i), ids[i]);
    EXPECT_EQ(table.find(ids[i]), i);
  }
}

TEST(ObjectTable, SaysWhereAnIdWouldStand) {
  std::mt19937 random(2);
  std::vector<ObjectId> ids(100);
  for (ObjectId& id : ids) id = drawn(random);
  const ObjectTable table(ids);
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  for (int round = 0; round < 1000; ++round) {
    const ObjectId id = drawn(random);
    const auto at = std::lower_bound(ids.begin(), ids.end(), id);
    EXPECT_EQ(table.lower_bound(id), at - ids.begin());
    EXPECT_EQ(table.find(id) != kNoObject, at != ids.end() && *at == id);
  }
}

TEST(ObjectTable, MayBeEmpty) {
  for (const ObjectTable& table :
       {ObjectTable(), ObjectTable(std::vector<ObjectId>())}) {
    EXPECT_EQ(table.size(), 0U);
    EXPECT_EQ(table.find(ObjectId()), kNoObject);
    EXPECT_EQ(table.lower_bound(ObjectId()), 0U);
  }
}

}  // namespace
}  // namespace patrol

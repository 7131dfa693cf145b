#include "scanner/packs/object_table.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

namespace patrol {
namespace {

// Of few values a byte, so that many begin alike.
ObjectId some_id(std::mt19937& random, std::uint32_t values) {
  ObjectId id;
  for (std::uint8_t& byte : id.bytes) {
    byte = static_cast<std::uint8_t>(random() % values * 85);
  }
  return id;
}

void expect_numbers(const std::vector<ObjectId>& ids,
                    const std::vector<ObjectId>& asked) {
  std::vector<ObjectId> sorted = ids;
  std::ranges::sort(sorted);
  sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
  const ObjectTable table(ids);
  ASSERT_EQ(table.size(), sorted.size());
  std::vector<ObjectNumber> numbers(asked.size());
  table.find_all(asked, numbers);
  for (std::size_t i = 0; i < asked.size(); ++i) {
    const auto at = std::ranges::find(sorted, asked[i]);
    const ObjectNumber expected =
        at == sorted.end() ? kNoObject
                           : static_cast<ObjectNumber>(at - sorted.begin());
    ASSERT_EQ(table.find(asked[i]), expected);
    ASSERT_EQ(numbers[i], expected);
  }
}

TEST(ObjectTable, NumbersObjectsInTheOrderOfTheirIds) {
  std::mt19937 random(1);
  for (const std::uint32_t values : {1U, 2U, 3U, 4U}) {
    std::vector<ObjectId> ids;
    std::vector<ObjectId> asked;
    for (int i = 0; i < 300; ++i) ids.push_back(some_id(random, values));
    for (int i = 0; i < 300; ++i) asked.push_back(some_id(random, values));
    asked.insert(asked.end(), ids.begin(), ids.end());
    expect_numbers(ids, asked);
  }
}

TEST(ObjectTable, FindsAmongIdsThatBeginAlike) {
  std::vector<ObjectId> ids(1000);
  std::vector<ObjectId> asked(2000);
  for (std::uint32_t i = 0; i < asked.size(); ++i) {
    asked[i].bytes[18] = static_cast<std::uint8_t>(i >> 8);
    asked[i].bytes[19] = static_cast<std::uint8_t>(i);
    if (i % 2 == 0) ids[i / 2] = asked[i];
  }
  expect_numbers(ids, asked);
}

TEST(ObjectTable, FindsNothingWhereNothingIs) {
  std::mt19937 random(2);
  expect_numbers({}, {ObjectId{}, some_id(random, 4)});
}

TEST(ObjectTable, SaysWhereAnIdWouldStand) {
  std::mt19937 random(2);
  std::vector<ObjectId> ids(100);
  for (ObjectId& id : ids) id = some_id(random, 4);
  const ObjectTable table(ids);
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  for (int round = 0; round < 1000; ++round) {
    const ObjectId id = some_id(random, 4);
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

#include "scanner/attribution/tree_entries.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace patrol {
namespace {

constexpr std::uint32_t kFile = 0100644;

std::string raw_id_of(std::uint32_t object) {
  std::string raw(20, '\0');
  for (std::size_t i = 0; i < 20; ++i) {
    object = object * 1664525 + 1013904223;
    raw[i] = static_cast<char>(object >> 24);
  }
  return raw;
}

TEST(EntryNumbers, StandForChildAndName) {
  constexpr std::uint32_t kCount = 50'000;  // more than a thread remembers
  std::vector<ObjectId> ids;
  for (std::uint32_t i = 0; i < kCount; ++i) {
    ids.push_back(ObjectId::from_raw(raw_id_of(i)));
  }
  const ObjectTable objects(ids);
  NameTable names;
  EntryTable entries;
  EntryNumbers numbers(objects, names, entries);
  std::vector<EntryNumber> given;
  for (std::uint32_t i = 0; i < 2 * kCount; ++i) {
    const auto number = numbers.number(kFile, "n" + std::to_string(i % 1000),
                                       raw_id_of(i % kCount));
    ASSERT_TRUE(number);
    given.push_back(*number);
  }
  numbers.finish();
  for (std::uint32_t i = 0; i < given.size(); ++i) {
    const TreeEntry& entry = entries[given[i]];
    ASSERT_EQ(objects.id(entry.child), ids[i % kCount]);
    ASSERT_EQ(names.text(entry.name), "n" + std::to_string(i % 1000));
  }
}

TEST(EntryNumbers, RememberWhatTheyMetLast) {
  const ObjectTable objects({ObjectId::from_raw(raw_id_of(1))});
  NameTable names;
  EntryTable entries;
  EntryNumbers numbers(objects, names, entries);
  const auto first = numbers.number(kFile, "a", raw_id_of(1));
  EXPECT_EQ(numbers.number(kFile, "a", raw_id_of(1)), first);
  EXPECT_NE(numbers.number(kFile, "b", raw_id_of(1)), first);
  EXPECT_NE(numbers.number(kFile, "a", raw_id_of(2)), first);
}

TEST(EntryNumbers, OfThreadsDoNotMeet) {
  std::vector<ObjectId> ids;
  for (std::uint32_t i = 0; i < 9'000; ++i) {
    ids.push_back(ObjectId::from_raw(raw_id_of(i)));
  }
  const ObjectTable objects(ids);
  NameTable names;
  EntryTable entries;
  std::vector<std::vector<EntryNumber>> given(4);
  std::vector<std::thread> threads;
  for (auto& mine : given) {
    threads.emplace_back([&] {
      EntryNumbers numbers(objects, names, entries);
      for (std::uint32_t i = 0; i < ids.size(); ++i) {
        mine.push_back(
            *numbers.number(kFile, std::to_string(i % 77), raw_id_of(i)));
      }
      numbers.finish();
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const auto& mine : given) {
    for (std::uint32_t i = 0; i < ids.size(); ++i) {
      ASSERT_EQ(objects.id(entries[mine[i]].child), ids[i]);
      ASSERT_EQ(names.text(entries[mine[i]].name), std::to_string(i % 77));
    }
  }
}

TEST(EntryNumbers, EndWhereTheTableIsFull) {
  const ObjectTable objects;
  NameTable names;
  EntryTable entries(10'000);
  EntryNumbers numbers(objects, names, entries);
  std::uint32_t i = 0;
  while (i < 20'000 && numbers.number(kFile, "a", raw_id_of(i))) ++i;
  EXPECT_LE(i, 10'000U);
  EXPECT_LE(entries.size(), 10'000U);
}

TEST(EntryNumbers, EndWhereTheNamesAreTooMany) {
  const ObjectTable objects;
  NameTable names(100'000);
  EntryTable entries;
  EntryNumbers numbers(objects, names, entries);
  EXPECT_FALSE(numbers.number(kFile, std::string(100'000, 'a'), raw_id_of(0)));
}

TEST(EntryTable, KnowsTheEntryThatIsNone) {
  const EntryTable entries;
  EXPECT_EQ(entries[kNoTreeEntry].child, kNoObject);
}

}  // namespace
}  // namespace patrol

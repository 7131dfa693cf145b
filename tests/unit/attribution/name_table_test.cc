#include "scanner/attribution/name_table.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <thread>
#include <vector>

namespace patrol {
namespace {

TEST(NameTable, GivesTheSameTextTheSameNumber) {
  NameTable names;
  const auto first = names.number("README");
  ASSERT_TRUE(first);
  EXPECT_EQ(first->text, "README");
  EXPECT_EQ(names.number(std::string("README"))->number, first->number);
  EXPECT_NE(names.number("readme")->number, first->number);
}

TEST(NameTable, TakesAnyBytes) {
  NameTable names;
  const std::string text("\xFF\n\x01", 3);
  const auto name = names.number(text);
  ASSERT_TRUE(name);
  EXPECT_EQ(names.text(name->number), text);
}

TEST(NameTable, AgreesWithAllThreads) {
  NameTable names;
  std::vector<std::vector<NameNumber>> given(4);
  std::vector<std::thread> threads;
  for (auto& mine : given) {
    threads.emplace_back([&names, &mine] {
      for (int i = 0; i < 5'000; ++i) {
        mine.push_back(names.number(std::to_string(i))->number);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const auto& mine : given) EXPECT_EQ(mine, given[0]);
  const std::set<NameNumber> different(given[0].begin(), given[0].end());
  EXPECT_EQ(different.size(), given[0].size());
  for (std::size_t i = 0; i < given[0].size(); ++i) {
    EXPECT_EQ(names.text(given[0][i]), std::to_string(i));
  }
}

TEST(NameTable, RefusesMoreThanFits) {
  NameTable names(1 << 20);
  int given = 0;
  while (given < 100'000 && names.number(std::to_string(given))) ++given;
  EXPECT_GT(given, 1'000);
  EXPECT_LT(given, 100'000);
  EXPECT_TRUE(names.number("0"));  // an old one
}

}  // namespace
}  // namespace patrol

#include "scanner/attribution/path_table.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace patrol {
namespace {

TEST(PathTable, JoinsNamesWithSlashes) {
  const std::vector<std::string_view> names = {"a", "bc", "\xFF"};
  PathTable paths(names);
  const PathNumber a = paths.add(kRootPath, 0);
  const PathNumber abc = paths.add(a, 1);
  EXPECT_EQ(paths.text(a), "a");
  EXPECT_EQ(paths.text(paths.add(abc, 2)), "a/bc/\xFF");
  EXPECT_EQ(paths.text(kRootPath), "");
}

TEST(PathTable, KnowsAPathAgain) {
  const std::vector<std::string_view> names = {"a", "b"};
  PathTable paths(names);
  EXPECT_EQ(paths.find(kRootPath, 0), kNoPath);
  const PathNumber a = paths.add(kRootPath, 0);
  EXPECT_EQ(paths.add(kRootPath, 0), a);
  EXPECT_EQ(paths.find(kRootPath, 0), a);
  EXPECT_EQ(paths.find(a, 0), kNoPath);
}

TEST(PathTable, RefusesPathsThatAreTooLong) {
  const std::string half(kLongestPath / 2, 'x');
  const std::vector<std::string_view> names = {
      half, std::string_view(half).substr(1)};
  PathTable paths(names);
  const PathNumber folder = paths.add(kRootPath, 0);
  EXPECT_EQ(paths.add(folder, 0), kNoPath);
  const PathNumber longest = paths.add(folder, 1);
  ASSERT_NE(longest, kNoPath);
  EXPECT_EQ(paths.text(longest).size(), kLongestPath);
}

}  // namespace
}  // namespace patrol

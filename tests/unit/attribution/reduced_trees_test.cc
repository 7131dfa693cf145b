#include "scanner/attribution/reduced_trees.h"

#include <gtest/gtest.h>

#include <bit>
#include <map>
#include <random>
#include <tuple>
#include <utility>
#include <vector>

namespace patrol {
namespace {

using Tree = ReducedTrees::Tree;
using Names = std::map<NameRank, std::uint32_t>;  // to a target's number

// Puts together [first, last) of sorted names.
template <typename Iterator>
Tree tree_of(ReducedTrees& trees, Iterator first, Iterator last) {
  if (first == last) return ReducedTrees::kEmpty;
  const auto end = std::prev(last);
  if (first == end) return trees.one(first->first, {first->second});
  const auto width = std::bit_width(first->first ^ end->first);
  const NameRank bit = NameRank{1} << (width - 1);
  auto middle = first;
  while ((middle->first & bit) == 0) ++middle;
  const Tree lower = tree_of(trees, first, middle);
  return trees.both(lower, tree_of(trees, middle, last));
}

Names some_names(std::mt19937& random) {
  Names names;
  for (auto n = random() % 12; n > 0; --n) {
    const auto name = static_cast<NameRank>(random() % 3 << 30 | random() % 6);
    names[name] = static_cast<std::uint32_t>(random() % 3);
  }
  return names;
}

using Difference = std::tuple<NameRank, std::uint32_t, std::uint32_t>;

std::vector<Difference> slow_differences(const Names& a, const Names& b) {
  constexpr std::uint32_t kNothing = Target::kNothing;
  std::map<NameRank, std::pair<std::uint32_t, std::uint32_t>> both;
  for (const auto& [name, target] : a) both[name] = {target, kNothing};
  for (const auto& [name, target] : b) {
    both.try_emplace(name, kNothing, kNothing).first->second.second = target;
  }
  std::vector<Difference> out;
  for (const auto& [name, targets] : both) {
    if (targets.first != targets.second) {
      out.emplace_back(name, targets.first, targets.second);
    }
  }
  return out;
}

TEST(ReducedTrees, DifferWhereTheirNamesDo) {
  std::mt19937 random(1);
  ReducedTrees trees;
  std::vector<std::pair<Names, Tree>> all;
  for (int i = 0; i < 200; ++i) {
    const Names names = some_names(random);
    all.emplace_back(names, tree_of(trees, names.begin(), names.end()));
  }
  for (const auto& [names, tree] : all) {
    for (const auto& [other_names, other] : all) {
      std::vector<Difference> found;
      trees.differences(tree, other, [&](NameRank name, Target a, Target b) {
        found.emplace_back(name, a.number, b.number);
      });
      ASSERT_EQ(found, slow_differences(names, other_names));
      ASSERT_EQ(tree == other, names == other_names);
    }
  }
}

TEST(ReducedTrees, ConsistOfTreesWithLowerNumbers) {
  std::mt19937 random(2);
  ReducedTrees trees;
  for (int i = 0; i < 200; ++i) {
    const Names names = some_names(random);
    tree_of(trees, names.begin(), names.end());
  }
  for (Tree tree = 1; tree < trees.size(); ++tree) {
    EXPECT_LT(trees[tree].lower, tree);
    EXPECT_LT(trees[tree].higher, tree);
  }
}

TEST(ReducedTrees, OfNothingAreEmpty) {
  ReducedTrees trees;
  EXPECT_EQ(trees.one(1, {}), ReducedTrees::kEmpty);
  const Tree one = trees.one(1, Target::of_blob(2));
  EXPECT_EQ(trees.both(one, ReducedTrees::kEmpty), one);
  EXPECT_EQ(trees.both(ReducedTrees::kEmpty, one), one);
}

TEST(ReducedTrees, TellBlobsFromTreesAndFromNothing) {
  const Target blob = Target::of_blob(7);
  const Target tree = Target::of_tree(7);
  const Target nothing;
  EXPECT_TRUE(blob.is_blob() && !blob.is_tree() && !blob.is_nothing());
  EXPECT_TRUE(tree.is_tree() && !tree.is_blob() && !tree.is_nothing());
  EXPECT_TRUE(nothing.is_nothing() && !nothing.is_tree() && !nothing.is_blob());
  EXPECT_EQ(tree.tree(), 7U);
  EXPECT_EQ(blob.blob(), 7U);
}

}  // namespace
}  // namespace patrol

#include "scanner/attribution/commit_graph.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <vector>

namespace patrol {
namespace {

using Numbers = std::vector<ObjectNumber>;

TEST(CommitGraph, KnowsCommitsByNumber) {
  CommitGraph graph;
  graph.add(7, 70, Numbers{3, 9}, 5, false);
  graph.add(3, 30, {}, std::nullopt, false);
  const CommitIndex seven = graph.find(7);
  EXPECT_EQ(graph.number(seven), 7U);
  EXPECT_EQ(graph.tree(seven), 70U);
  EXPECT_EQ(graph.date(seven), 5);
  ASSERT_EQ(graph.parents(seven).size(), 2U);
  EXPECT_EQ(graph.parents(seven)[1], 9U);
  EXPECT_EQ(graph.find(9), kNoCommit);
}

TEST(CommitLinks, LeadToTheParentsThatAreThere) {
  CommitGraph graph;
  graph.add(7, 70, Numbers{3, 9}, 5, false);
  graph.add(3, 30, {}, std::nullopt, false);
  const CommitLinks links(graph);
  const auto parents = links.parents(graph.find(7));
  ASSERT_EQ(parents.size(), 2U);
  EXPECT_EQ(parents[0], graph.find(3));
  EXPECT_EQ(parents[1], kNoCommit);
  EXPECT_TRUE(links.parents(graph.find(3)).empty());
}

TEST(CommitGraph, TakesACommitOnce) {
  CommitGraph graph;
  graph.add(7, 70, {}, 5, false);
  graph.add(7, 71, {}, 6, false);
  EXPECT_EQ(graph.size(), 1U);
  EXPECT_EQ(graph.tree(graph.find(7)), 70U);
}

TEST(CommitGraph, LeavesOutWhatIsBehindAShallowBorder) {
  CommitGraph graph;
  graph.add(1, 10, {}, 1, false);
  graph.add(2, 20, Numbers{1}, 2, true);
  EXPECT_TRUE(graph.is_at_border(graph.find(2)));
  EXPECT_TRUE(graph.parents(graph.find(2)).empty());
  EXPECT_FALSE(CommitLinks(graph).reachable(graph.find(2))[graph.find(1)]);
}

TEST(CommitGraph, OrdersByDateThenById) {
  CommitGraph graph;
  graph.add(1, 0, {}, std::nullopt, false);
  graph.add(2, 0, {}, 5, false);
  graph.add(3, 0, {}, 5, false);
  graph.add(4, 0, {}, -5, false);
  std::vector<CommitIndex> all = {0, 1, 2, 3};
  std::ranges::sort(all, [&](CommitIndex a, CommitIndex b) {
    return graph.is_earlier(a, b);
  });
  EXPECT_EQ(all, (std::vector<CommitIndex>{3, 1, 2, 0}));
  std::ranges::sort(
      all, [&](CommitIndex a, CommitIndex b) { return graph.is_later(a, b); });
  EXPECT_EQ(all, (std::vector<CommitIndex>{1, 2, 3, 0}));
}

TEST(CommitLinks, PutParentsFirst) {
  std::mt19937 random(1);
  for (int round = 0; round < 100; ++round) {
    // Commit i comes from lesser ones; they are added in any order.
    const auto count = static_cast<std::uint32_t>(1 + random() % 40);
    Numbers order(count);
    for (std::uint32_t i = 0; i < count; ++i) order[i] = i;
    std::ranges::shuffle(order, random);
    CommitGraph graph;
    for (const ObjectNumber number : order) {
      Numbers parents;
      for (auto n = number == 0 ? 0 : random() % 3; n > 0; --n) {
        parents.push_back(static_cast<ObjectNumber>(random() % number));
      }
      graph.add(number, 0, parents, 0, false);
    }
    const CommitLinks links(graph);
    std::set<CommitIndex> before;
    for (const CommitIndex commit : links.parents_first()) {
      for (const CommitIndex parent : links.parents(commit)) {
        EXPECT_TRUE(before.contains(parent));
      }
      before.insert(commit);
    }
    EXPECT_EQ(before.size(), count);
  }
}

TEST(CommitLinks, EndWhereCommitsComeFromThemselves) {
  CommitGraph graph;
  graph.add(1, 0, Numbers{2}, 0, false);
  graph.add(2, 0, Numbers{3}, 0, false);
  graph.add(3, 0, Numbers{1, 3}, 0, false);
  const CommitLinks links(graph);
  EXPECT_EQ(links.parents_first().size(), 3U);
  EXPECT_EQ(links.reachable(0), (std::vector<bool>{true, true, true}));
}

TEST(CommitLinks, ReachAMillionParentsDeep) {
  CommitGraph graph;
  for (ObjectNumber i = 0; i < 1'000'000; ++i) {
    graph.add(i, 0, i == 0 ? Numbers{} : Numbers{i - 1}, 0, false);
  }
  const CommitLinks links(graph);
  EXPECT_TRUE(links.reachable(graph.find(999'999))[0]);
  EXPECT_EQ(links.parents_first()[0], 0U);
}

TEST(CommitLinks, ReachNothingFromNoCommit) {
  CommitGraph graph;
  graph.add(1, 0, {}, 0, false);
  EXPECT_EQ(CommitLinks(graph).reachable(kNoCommit), std::vector<bool>{false});
}

}  // namespace
}  // namespace patrol

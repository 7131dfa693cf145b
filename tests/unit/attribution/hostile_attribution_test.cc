// Attribution where a repository is corrupt, or made to harm: it ends, soon,
// and no blob is lost.

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "scanner/attribution/attribution.h"
#include "scanner/attribution/path_table.h"
#include "scanner/attribution/told_places.h"
#include "tests/support/fake_history.h"
#include "tests/support/slow_tree.h"

namespace patrol {
namespace {

// A commit whose tree or parent cannot be read has nothing there.
TEST(HostileAttribution, TakesWhatIsMissingForAbsent) {
  FakeHistory fake;
  const std::string tree = fake.tree_of({{"a", "k1"}});
  const std::string one = fake.commit(tree, {}, 1);
  const std::string two = fake.commit(FakeHistory::missing(), {one}, 2);
  const std::string three = fake.commit(tree, {two}, 3);
  std::mt19937 random(1);
  fake.read(random);
  const Attribution found =
      attribute(fake.facts(three), {{fake.number(fake.blob("k1")), {1}}});
  ASSERT_EQ(found.places.size(), 1U);
  EXPECT_EQ(fake.raw_id(found.places[0].commit), one);
  EXPECT_TRUE(found.places[0].is_at_head);
}

// Levels of a hundred names, all for the level below.
std::string bomb(FakeHistory& fake, int levels, const std::string& content) {
  std::string raw = fake.blob(content);
  for (int level = 0; level < levels; ++level) {
    std::string bytes;
    for (int name = 100; name < 200; ++name) {
      bytes += entry_text(level == 0 ? "100644" : "40000", std::to_string(name),
                          raw);
    }
    raw = fake.tree(bytes);
  }
  return raw;
}

TEST(HostileAttribution, TellsTheFirstThousandPathsOfATreeBomb) {
  FakeHistory fake;
  const std::string one = fake.commit(bomb(fake, 50, "k1"), {}, 1);
  const std::string two = fake.commit(bomb(fake, 50, "k2"), {one}, 2);
  const std::string three = fake.commit(bomb(fake, 50, "k1"), {two}, 3);
  std::mt19937 random(1);
  fake.read(random);
  const Attribution found =
      attribute(fake.facts(two), {{fake.number(fake.blob("k1")), {1}},
                                  {fake.number(fake.blob("k2")), {2}}});
  ASSERT_EQ(found.places.size(), 2 * kMostPaths);
  for (const AttributedPlace& place : found.places) {
    const bool is_first = place.secret == 1;
    EXPECT_EQ(place.path.size(), 50 * 4U - 1);
    EXPECT_EQ(fake.raw_id(place.commit), is_first ? one : two);
    EXPECT_EQ(place.is_at_head, !is_first);
    EXPECT_EQ(fake.raw_id(place.removed_by), is_first ? two : "");
    EXPECT_EQ(place.versions, 1U);
  }
  EXPECT_GT(found.untold[1], 5'000U);
  EXPECT_TRUE(found.strays.empty());
}

// Which paths are told does not hang on which thread met a name first.
TEST(HostileAttribution, TellsTheFirstPathsInTheOrderOfNames) {
  std::vector<std::string> expected;  // 100/100/100 ... 100/109/199
  for (std::size_t path = 0; path < kMostPaths; ++path) {
    expected.push_back("100/" + std::to_string(100 + path / 100) + "/" +
                       std::to_string(100 + path % 100));
  }
  for (std::uint32_t seed = 0; seed < 5; ++seed) {
    FakeHistory fake;
    const std::string head = fake.commit(bomb(fake, 3, "k1"), {}, 1);
    std::mt19937 random(seed);
    for (const char* name : {"199", "150", "107"}) {
      fake.tree_of({{name, "k1"}});  // read before the others, or after
    }
    fake.read(random);
    const Attribution found =
        attribute(fake.facts(head), {{fake.number(fake.blob("k1")), {1}}});
    std::vector<std::string> told;
    for (const AttributedPlace& place : found.places) {
      told.push_back(place.path);
    }
    EXPECT_EQ(told, expected);
  }
}

// What is only in a bomb's tail is not told, but nothing else is lost by it.
TEST(HostileAttribution, TellsWhatStandsBesideATreeBomb) {
  FakeHistory fake;
  const std::string inner = bomb(fake, 20, "k1");
  const std::string tree =
      fake.tree(entry_text("40000", "a", inner) +
                entry_text("100644", "b", fake.blob("k2")) +
                entry_text("40000", "c", fake.tree_of({{"d", "k3"}})));
  const std::string head = fake.commit(tree, {}, 1);
  std::mt19937 random(1);
  fake.read(random);
  const Attribution found =
      attribute(fake.facts(head), {{fake.number(fake.blob("k1")), {1}},
                                   {fake.number(fake.blob("k2")), {2}},
                                   {fake.number(fake.blob("k3")), {3}}});
  ASSERT_EQ(found.places.size(), kMostPaths + 2);
  EXPECT_EQ(found.places[kMostPaths].path, "b");
  EXPECT_EQ(found.places[kMostPaths + 1].path, "c/d");
  EXPECT_EQ(found.untold[2], 0U);
}

// Bombs that differ at the bottom, so that every level does.
TEST(HostileAttribution, EndsWhereManyCommitsHaveTreeBombs) {
  FakeHistory fake;
  std::vector<WantedBlob> wanted;
  std::vector<std::string> parents;
  for (int i = 0; i < 10; ++i) {
    const std::string content = std::to_string(i);
    parents = {fake.commit(bomb(fake, 20, content), parents, i)};
  }
  std::mt19937 random(1);
  fake.read(random);
  for (int i = 0; i < 10; ++i) {
    wanted.push_back({fake.number(fake.blob(std::to_string(i))), {5}});
  }
  const Attribution found = attribute(fake.facts(parents[0]), wanted);
  ASSERT_EQ(found.places.size(), kMostPaths);
  for (const AttributedPlace& place : found.places) {
    EXPECT_EQ(place.versions, 10U);
    EXPECT_TRUE(place.is_at_head);
  }
}

TEST(HostileAttribution, ReturnsABlobThatLiesTooDeepAsAStray) {
  FakeHistory fake;
  std::string raw = fake.tree_of({{"key", "k1"}});
  for (std::size_t i = 0; i < kLongestPath; ++i) {
    raw = fake.tree(entry_text("40000", "d", raw));
  }
  const std::string head = fake.commit(raw, {}, 1);
  std::mt19937 random(1);
  fake.read(random);
  const Attribution found =
      attribute(fake.facts(head), {{fake.number(fake.blob("k1")), {1}}});
  EXPECT_TRUE(found.places.empty());
  ASSERT_EQ(found.strays.size(), 1U);
  EXPECT_EQ(found.strays[0].path, "");
}

TEST(HostileAttribution, EndsWhereATreeContainsItself) {
  FakeHistory fake;
  const std::string one = fake.reserve("one");
  const std::string two = fake.reserve("two");
  fake.tree_with_id(one, entry_text("100644", "key", fake.blob("k1")) +
                             entry_text("40000", "self", one) +
                             entry_text("40000", "two", two));
  fake.tree_with_id(two, entry_text("40000", "one", one) +
                             entry_text("100644", "key", fake.blob("k2")));
  const std::string head = fake.commit(one, {}, 1);
  std::mt19937 random(1);
  fake.read(random);
  const Attribution found =
      attribute(fake.facts(head), {{fake.number(fake.blob("k1")), {1}},
                                   {fake.number(fake.blob("k2")), {2}}});
  ASSERT_EQ(found.places.size(), 2U);
  EXPECT_EQ(found.places[0].path, "key");
  EXPECT_EQ(found.places[1].path, "two/key");
}

TEST(HostileAttribution, EndsWhereCommitsComeFromThemselves) {
  FakeHistory fake;
  const std::string tree = fake.tree_of({{"a", "k1"}});
  const std::string later = fake.reserve("later");
  const std::string one = fake.commit(tree, {later}, 1);
  fake.commit_with_id(later, tree, {one}, 2);
  std::mt19937 random(1);
  fake.read(random);
  const Attribution found =
      attribute(fake.facts(one), {{fake.number(fake.blob("k1")), {1}}});
  ASSERT_EQ(found.places.size(), 1U);
  EXPECT_NE(found.places[0].commit, kNoObject);
}

// fsck calls it corrupt: a name that stands twice.
TEST(HostileAttribution, LosesNoBlobWhereANameStandsTwice) {
  FakeHistory fake;
  const std::string tree =
      fake.tree(entry_text("100644", "a", fake.blob("k1")) +
                entry_text("100644", "a", fake.blob("k2")) +
                entry_text("40000", "a", fake.tree_of({{"b", "k3"}})));
  const std::string head = fake.commit(tree, {}, 1);
  std::mt19937 random(1);
  fake.read(random);
  std::vector<WantedBlob> wanted;
  for (std::uint32_t secret : {1U, 2U, 3U}) {
    const std::string content = "k" + std::to_string(secret);
    wanted.push_back({fake.number(fake.blob(content)), {secret}});
  }
  const Attribution found = attribute(fake.facts(head), wanted);
  EXPECT_EQ(found.places.size() + found.strays.size(), 3U);
}

}  // namespace
}  // namespace patrol

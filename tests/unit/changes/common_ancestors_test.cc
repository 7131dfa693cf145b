#include "scanner/changes/common_ancestors.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "tests/support/random_history.h"
#include "tests/support/sandbox.h"
#include "tests/support/stored_objects.h"

namespace patrol {
namespace {

TEST(CommonAncestors, ReachAllThatBothReachWhateverTheDatesAre) {
  std::mt19937 random(5);
  for (int round = 0; round < 5; ++round) {
    const Sandbox sandbox;
    make_history(sandbox, random, 60, [&](int) { return random() % 100'000; });
    const History history(sandbox);
    Walker walker(sandbox);
    for (int i = 0; i < 200; ++i) {
      const Ids ends = pick(history, random, 2);
      Ids common;
      for (const ObjectId& id : common_ancestors(walker.commits, id_of(ends[0]),
                                                 id_of(ends[1]), kGoOn)) {
        common.push_back(hex(id));
      }
      const IdSet both = without(
          history.reached({ends[0]}),
          without(history.reached({ends[0]}), history.reached({ends[1]})));
      EXPECT_EQ(history.reached(common), both);
    }
  }
}

TEST(CommonAncestors, MakeASymmetricRange) {
  std::mt19937 random(6);
  const Sandbox sandbox;
  make_history(sandbox, random, 60, [](int i) { return 1'000'000 + i; });
  Walker walker(sandbox);
  const ObjectId a = git_id(sandbox, "c58");
  const ObjectId b = git_id(sandbox, "c59");
  const auto common = common_ancestors(walker.commits, a, b, kGoOn);
  EXPECT_EQ(set_of(hex_of(walker.walk({a, b}, common))),
            set_of(lines_of(sandbox.git({"rev-list", "c58...c59"}))));
}

TEST(CommonAncestors, HaveNoneIfHistoriesAreUnrelated) {
  const Sandbox sandbox;
  sandbox.git({"init", "-q"});
  sandbox.git({"commit", "-q", "--allow-empty", "-m", "1"});
  sandbox.git({"checkout", "-q", "--orphan", "other"});
  sandbox.git({"commit", "-q", "--allow-empty", "-m", "2"});
  Walker walker(sandbox);
  const ObjectId other = git_id(sandbox, "other");
  const ObjectId first = git_id(sandbox, "master");
  EXPECT_EQ(common_ancestors(walker.commits, first, other, kGoOn),
            std::vector<ObjectId>());
  EXPECT_EQ(common_ancestors(walker.commits, first, first, kGoOn),
            std::vector<ObjectId>{first});
}

}  // namespace
}  // namespace patrol

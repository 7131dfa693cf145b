#include "scanner/history/range_attribution.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "tests/support/sandbox.h"
#include "tests/support/stored_objects.h"
#include "tests/unit/history/range_attribution_cases.h"

namespace patrol {
namespace {

TEST(RangeAttribution, TellsWhoBroughtASecretInThatIsStillThere) {
  const Sandbox sandbox;
  start(sandbox);
  commit(sandbox, "a", "x");
  commit(sandbox, "a", "x1");
  commit(sandbox, "a", "y1");
  EXPECT_EQ(attribute(sandbox, "start", "main"),
            (std::vector<Told>{{"a", 1, id(sandbox, "main~1"),
                                id(sandbox, "main~1:a"), 2, true, "", false}}));
}

TEST(RangeAttribution, TellsOfWhatWasAddedAndRemovedWithinTheRange) {
  const Sandbox sandbox;
  start(sandbox);
  commit(sandbox, "a", "x1");
  commit(sandbox, "a", "x");
  commit(sandbox, "a", "y");
  EXPECT_EQ(attribute(sandbox, "start", "main"),
            (std::vector<Told>{{"a", 1, id(sandbox, "main~2"),
                                id(sandbox, "main~2:a"), 1, false,
                                id(sandbox, "main~1"), false}}));
}

TEST(RangeAttribution, SaysNothingOfWhatWasThereBefore) {
  const Sandbox sandbox;
  start(sandbox);
  commit(sandbox, "a", "x1");
  commit(sandbox, "a", "y1");
  commit(sandbox, "a", "y");
  EXPECT_EQ(attribute(sandbox, "main~2", "main"), std::vector<Told>());
}

TEST(RangeAttribution, TakesARenameForAnIntroductionAndARemoval) {
  const Sandbox sandbox;
  start(sandbox);
  commit(sandbox, "a", "x1");
  sandbox.git({"mv", "a", "b"});
  sandbox.git({"commit", "-qm", "rename"});
  EXPECT_EQ(attribute(sandbox, "start", "main"),
            (std::vector<Told>{
                {"a", 1, id(sandbox, "main~1"), id(sandbox, "main~1:a"), 1,
                 false, id(sandbox, "main"), false},
                {"b", 1, id(sandbox, "main"), id(sandbox, "main:b"), 1, true,
                 "", false}}));
}

TEST(RangeAttribution, TellsTheFirstIntroductionAndTheLastRemoval) {
  const Sandbox sandbox;
  sandbox.git({"init", "-q", "-b", "main"});
  std::string history;
  for (const std::string text : {"-", "1", "-", "1", "-"}) {
    history += "commit refs/heads/main\ncommitter A <a@example.com> " +
               std::to_string(1'000'000 + history.size()) +
               " +0000\ndata 0\n\nM 100644 inline a\ndata 1\n" + text + "\n\n";
  }
  import_history(sandbox, history);
  const auto told = attribute(sandbox, "main~4", "main");
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].commit, id(sandbox, "main~3"));
  EXPECT_EQ(told[0].removal, id(sandbox, "main"));
}

// main and side, not merged yet: `main` is checked out.
void fork(const Sandbox& sandbox, const std::string& on_side,
          const std::string& on_main) {
  start(sandbox);
  sandbox.git({"checkout", "-qb", "side"});
  commit(sandbox, "side", on_side);
  sandbox.git({"checkout", "-q", "main"});
  commit(sandbox, "main", on_main);
}

TEST(RangeAttribution, TellsWhatAMergeBringsInItself) {
  const Sandbox sandbox;
  fork(sandbox, "x", "y");
  sandbox.git({"merge", "-q", "--no-commit", "side"});
  commit(sandbox, "side", "x7");
  EXPECT_EQ(
      attribute(sandbox, "start", "main"),
      (std::vector<Told>{{"side", 7, id(sandbox, "main"),
                          id(sandbox, "main:side"), 1, true, "", false}}));
}

TEST(RangeAttribution, DoesNotChargeAMergeWithWhatItTakes) {
  const Sandbox sandbox;
  fork(sandbox, "x7", "y");
  sandbox.git({"merge", "-q", "-m", "merge", "side"});
  const auto told = attribute(sandbox, "start", "main");
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].commit, id(sandbox, "side"));
  // What side has is new to main, but main's own range begins behind it.
  EXPECT_EQ(attribute(sandbox, "side", "main"), std::vector<Told>());
}

TEST(RangeAttribution, DoesNotChargeAMergeThatCombinesTwoVersions) {
  const Sandbox sandbox;
  start(sandbox);
  commit(sandbox, "a", "1\n\n\n\n\n\n");
  sandbox.git({"tag", "base"});
  sandbox.git({"checkout", "-qb", "side"});
  commit(sandbox, "a", "1\n\n\n\n\n\nside\n");
  sandbox.git({"checkout", "-q", "main"});
  commit(sandbox, "a", "main\n1\n\n\n\n\n\n");
  sandbox.git({"merge", "-q", "-m", "merge", "side"});
  EXPECT_EQ(attribute(sandbox, "base", "main"), std::vector<Told>());
}

TEST(RangeAttribution, TellsTheMergeThatDroppedASide) {
  const Sandbox sandbox;
  fork(sandbox, "x7", "y");
  sandbox.git({"merge", "-q", "-s", "ours", "-m", "drop", "side"});
  const auto told = attribute(sandbox, "start", "main");
  ASSERT_EQ(told.size(), 1U);
  EXPECT_FALSE(told[0].at_head);
  EXPECT_EQ(told[0].removal, id(sandbox, "main"));
}

TEST(RangeAttribution, PassesOverAMergeThatMetTheSecretOnASideAgain) {
  const Sandbox sandbox;
  start(sandbox);
  commit(sandbox, "a", "7");
  sandbox.git({"checkout", "-qb", "side"});
  commit(sandbox, "other", "");
  sandbox.git({"checkout", "-q", "main"});
  commit(sandbox, "a", "gone");
  sandbox.git({"merge", "-q", "-m", "merge", "side"});
  commit(sandbox, "a", "more");
  const auto told = attribute(sandbox, "start", "main");
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].removal, id(sandbox, "main~2"));
}

TEST(RangeAttribution, TellsTheRootOfAnUnrelatedHistory) {
  const Sandbox sandbox;
  start(sandbox);
  commit(sandbox, "a", "1");
  sandbox.git({"checkout", "-q", "--orphan", "other"});
  commit(sandbox, "a", "1");
  EXPECT_EQ(attribute(sandbox, "main", "other"),
            (std::vector<Told>{{"a", 1, id(sandbox, "other"),
                                id(sandbox, "other:a"), 1, true, "", false}}));
}

TEST(RangeAttribution, MarksWhatMayBeOlderThanAShallowBorder) {
  const Sandbox sandbox;
  start(sandbox);
  commit(sandbox, "a", "1");
  commit(sandbox, "b", "2");
  commit(sandbox, "c", "3");
  sandbox.git({"clone", "-q", "--depth=2", "file://" + sandbox.root(),
               sandbox.home() + "/clone"});
  const StoredObjects objects(sandbox.home() + "/clone");
  const auto told = attribute(objects, git_id(sandbox, "main"), {});
  ASSERT_EQ(told.size(), 3U);
  EXPECT_EQ(told[0].commit, id(sandbox, "main~1"));
  EXPECT_TRUE(told[0].at_border);
  EXPECT_TRUE(told[1].at_border);
  EXPECT_FALSE(told[2].at_border);
}

TEST(RangeAttribution, FollowsAFileThatBecomesAFolder) {
  const Sandbox sandbox;
  start(sandbox);
  commit(sandbox, "a", "1");
  sandbox.git({"rm", "-q", "a"});
  commit(sandbox, "a/b", "1");
  const auto told = attribute(sandbox, "start", "main");
  ASSERT_EQ(told.size(), 2U);
  EXPECT_EQ(std::tie(told[0].path, told[0].removal),
            std::make_tuple(std::string("a"), id(sandbox, "main")));
  EXPECT_EQ(std::tie(told[1].path, told[1].at_head),
            std::make_tuple(std::string("a/b"), true));
}

TEST(RangeAttribution, AsksOnlyForBlobsThatMatter) {
  const Sandbox sandbox;
  start(sandbox);
  commit(sandbox, "clean", "x");
  commit(sandbox, "clean", "y");
  const StoredObjects objects(sandbox.root());
  CommitReader commits(objects, objects.hash(), {});
  Trees trees(objects, objects.hash());
  const std::vector<ObjectId> wanted = {git_id(sandbox, "main")};
  const std::vector<ObjectId> unwanted = {git_id(sandbox, "main~1")};
  const RangeChanges range = range_changes(
      walk_commits(commits, wanted, unwanted, kGoOn), commits, trees, kGoOn);
  std::vector<ObjectId> asked;
  attribute_range(
      range, {},
      [&asked](const ObjectId& blob) {
        asked.push_back(blob);
        return Secrets();
      },
      trees, commits);
  EXPECT_EQ(asked, range.blobs());
}

}  // namespace
}  // namespace patrol

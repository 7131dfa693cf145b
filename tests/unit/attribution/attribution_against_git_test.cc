// Attribution of repositories that git made, held against what git's own
// commands say of each commit: all its files (ls-tree -r) and its parents.

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "scanner/attribution/attribution.h"
#include "tests/support/git_history.h"
#include "tests/support/sandbox.h"
#include "tests/support/slow_attribution.h"

namespace patrol {
namespace {

class AttributionAgainstGit : public testing::Test {
 protected:
  AttributionAgainstGit() { git({"init", "-q", "-b", "main"}); }

  void git(std::vector<std::string> arguments) {
    sandbox_.git(std::move(arguments));
  }
  void write(const std::string& path, const std::string& text) {
    sandbox_.write(path, text + "\n");
  }
  void commit(const std::string& message) {
    git({"add", "-A"});
    git({"commit", "-q", "--allow-empty", "-m", message});
  }

  // Of `expected` places.
  void expect_the_same(std::size_t expected) {
    const GitHistory history(sandbox_);
    const std::vector<SlowPlace> places = history.places();
    EXPECT_EQ(places, history.slow_places());
    EXPECT_EQ(places.size(), expected);
  }

  Sandbox sandbox_;
};

TEST_F(AttributionAgainstGit, HoldsWhereASecretMovesWithinAFile) {
  write("a", "secret-1");
  commit("one");
  write("a", "line\nsecret-1");
  commit("two");
  write("a", "line\nsecret-1\nsecret-2");
  commit("three");
  write("a", "line\nsecret-2");
  commit("four");
  expect_the_same(2);
}

TEST_F(AttributionAgainstGit, HoldsWhereASecretComesBack) {
  write("a", "secret-1");
  commit("one");
  git({"rm", "-q", "a"});
  commit("two");
  git({"revert", "--no-edit", "HEAD"});
  git({"revert", "--no-edit", "HEAD"});
  git({"revert", "--no-edit", "HEAD"});
  expect_the_same(1);
  git({"revert", "--no-edit", "HEAD"});
  expect_the_same(1);
}

TEST_F(AttributionAgainstGit, HoldsWhereFilesAreRenamed) {
  write("a/b/key", "secret-1");
  write("a/c", "secret-1 secret-2");
  commit("one");
  git({"mv", "a", "z"});
  commit("two");
  git({"mv", "z/b", "b"});
  commit("three");
  expect_the_same(7);
}

TEST_F(AttributionAgainstGit, HoldsWhereABlobStandsAtSeveralPaths) {
  for (const char* path : {"a", "b", "c/a", "c/d/a", "e/a"}) {
    write(path, "secret-1");
  }
  commit("one");
  git({"rm", "-q", "c/d/a"});
  commit("two");
  write("a", "clean");
  commit("three");
  expect_the_same(5);
}

TEST_F(AttributionAgainstGit, HoldsWhereAFileBecomesAFolderAndBack) {
  write("a", "secret-1");
  commit("one");
  git({"rm", "-q", "a"});
  write("a/a", "secret-1");
  write("a/b", "secret-2");
  commit("two");
  git({"rm", "-qr", "a"});
  write("a", "secret-2");
  commit("three");
  expect_the_same(4);
}

TEST_F(AttributionAgainstGit, HoldsWhereABranchAddsAndRemoves) {
  write("a", "clean");
  commit("one");
  git({"checkout", "-qb", "side"});
  write("b", "secret-1");
  commit("two");
  git({"rm", "-q", "b"});
  commit("three");
  git({"checkout", "-q", "main"});
  write("a", "clean as well");
  commit("four");
  git({"merge", "-q", "-m", "five", "side"});
  expect_the_same(1);
}

TEST_F(AttributionAgainstGit, HoldsForOctopusMerges) {
  write("a", "clean");
  commit("base");
  for (const char* branch : {"1", "2", "3", "4"}) {
    git({"checkout", "-qb", branch, "main"});
    write(std::string("from") + branch, std::string("secret-") + branch);
    write("same", "secret-9");
    commit(branch);
  }
  git({"checkout", "-q", "main"});
  git({"merge", "-q", "-m", "all", "1", "2", "3", "4"});
  git({"rm", "-q", "from2"});
  commit("after");
  expect_the_same(5);
}

TEST_F(AttributionAgainstGit, HoldsForCrissCrossMerges) {
  write("a", "1\n2\n3\n4\n5\n6\n7\n8\n9");
  commit("base");
  git({"checkout", "-qb", "side"});
  write("a", "1\n2\n3\n4\n5\n6\n7\n8\n9\nsecret-1");
  commit("side");
  git({"checkout", "-q", "main"});
  write("a", "secret-2\n1\n2\n3\n4\n5\n6\n7\n8\n9");
  commit("main");
  git({"branch", "before"});
  git({"merge", "-q", "-m", "one way", "side"});
  git({"checkout", "-q", "side"});
  git({"merge", "-q", "-m", "other way", "before"});
  git({"rm", "-q", "a"});
  commit("gone");
  git({"checkout", "-q", "main"});
  git({"merge", "-q", "-m", "again", "side"});
  expect_the_same(2);
}

TEST_F(AttributionAgainstGit, HoldsForSecretsThatOnlyAMergeHas) {
  write("a", "clean");
  commit("base");
  git({"checkout", "-qb", "side"});
  write("b", "clean");
  commit("side");
  git({"checkout", "-q", "main"});
  write("c", "secret-2");
  commit("main");
  git({"merge", "-q", "--no-commit", "--no-ff", "side"});
  write("evil", "secret-1");
  git({"rm", "-q", "-f", "c"});
  commit("merged");
  expect_the_same(2);
}

TEST_F(AttributionAgainstGit, HoldsForBranchesWithoutACommonRoot) {
  write("a", "secret-1");
  commit("one");
  git({"checkout", "-q", "--orphan", "other"});
  git({"rm", "-qrf", "."});
  write("a", "secret-1");
  write("b", "secret-2");
  commit("other");
  git({"checkout", "-q", "main"});
  git({"merge", "-q", "--allow-unrelated-histories", "-m", "both", "other"});
  expect_the_same(2);
}

TEST_F(AttributionAgainstGit, HoldsForCommitsThatOnlyTheReflogKnows) {
  write("a", "clean");
  commit("one");
  write("a", "secret-1");
  commit("oops");
  git({"reset", "-q", "--hard", "HEAD~"});
  write("b", "secret-2");
  git({"add", "-A"});
  git({"stash", "-q"});
  git({"stash", "drop", "-q"});
  const GitHistory history(sandbox_);
  // The dropped stash is in no reflog: git does not list it, patrol does.
  const std::vector<SlowPlace> slow = history.slow_places();
  ASSERT_EQ(slow.size(), 1U);
  const std::vector<SlowPlace> places = history.places();
  ASSERT_EQ(places.size(), 2U);
  EXPECT_EQ(places[0], slow[0]);
  EXPECT_EQ(places[1].path, "b");
}

TEST_F(AttributionAgainstGit, HoldsWithoutAHead) {
  write("a", "secret-1");
  commit("one");
  git({"checkout", "-q", "--orphan", "unborn"});
  expect_the_same(1);
}

TEST_F(AttributionAgainstGit, KnowsWhatWasStagedAndNeverCommitted) {
  write("a", "clean");
  commit("one");
  write("b/key", "secret-1");
  git({"add", "-A"});
  git({"write-tree"});
  git({"reset", "-q", "--hard"});
  const Attribution found = GitHistory(sandbox_).attributed();
  EXPECT_TRUE(found.places.empty());
  ASSERT_EQ(found.strays.size(), 1U);
  EXPECT_EQ(found.strays[0].path, "b/key");
}

}  // namespace
}  // namespace patrol

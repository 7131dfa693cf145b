#include "scanner/changes/commit_walk.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include "tests/support/random_history.h"
#include "tests/support/sandbox.h"
#include "tests/support/stored_objects.h"

namespace patrol {
namespace {

TEST(CommitWalk, GivesTheRangeOfAnyHistoryWhateverItsDatesAre) {
  std::mt19937 random(1);
  for (int round = 0; round < 8; ++round) {
    const Sandbox sandbox;
    make_history(sandbox, random, 60,
                 [&](int) { return 1'700'000'000 + random() % 100'000; });
    const History history(sandbox);
    Walker walker(sandbox);
    for (int i = 0; i < 200; ++i) {
      const Ids wanted = pick(history, random, 1 + random() % 3);
      const Ids unwanted = pick(history, random, random() % 3);
      const CommitWalk walk = walker.walk(ids_of(wanted), ids_of(unwanted));
      EXPECT_EQ(set_of(hex_of(walk)),
                without(history.reached(wanted), history.reached(unwanted)));
      EXPECT_EQ(walk.lost, std::vector<LostObject>());
    }
  }
}

TEST(CommitWalk, IsWhatGitListsWhereDatesAreNearlyRight) {
  std::mt19937 random(2);
  const Sandbox sandbox;
  make_history(sandbox, random, 80, [&](int i) {
    return 1'700'000'000 + 10 * i + static_cast<int>(random() % 40);
  });
  const History history(sandbox);
  Walker walker(sandbox);
  for (int i = 0; i < 30; ++i) {
    const Ids ends = pick(history, random, 2);
    const Ids listed = lines_of(
        sandbox.git({"rev-list", "--date-order", ends[0] + ".." + ends[1]}));
    const CommitWalk walk = walker.walk({id_of(ends[1])}, {id_of(ends[0])});
    EXPECT_EQ(set_of(hex_of(walk)), set_of(listed));
  }
}

TEST(CommitWalk, PutsTheNewestFirstButChildrenBeforeParents) {
  std::mt19937 random(3);
  const Sandbox sandbox;
  std::vector<int> dates;
  for (int i = 0; i < 60; ++i) dates.push_back(1'700'000'000 + i);
  std::shuffle(dates.begin(), dates.end(), random);  // no two are equal
  make_history(sandbox, random, 60,
               [&](int i) { return dates[static_cast<std::size_t>(i)]; });
  Walker walker(sandbox);
  const CommitWalk walk = walker.walk({git_id(sandbox, "c59")}, {});
  EXPECT_EQ(hex_of(walk),
            lines_of(sandbox.git({"rev-list", "--date-order", "c59"})));
}

TEST(CommitWalk, TellsTreeParentsAndDate) {
  const Sandbox sandbox;
  std::mt19937 random(4);
  make_history(sandbox, random, 30, [](int i) { return 1'000'000 + i; });
  Walker walker(sandbox);
  std::string told;
  for (const auto& commit : walker.walk({git_id(sandbox, "c29")}, {}).commits) {
    told += hex(commit.id) + " " + hex(commit.tree) + " " +
            std::to_string(commit.date) + " ";
    for (std::size_t i = 0; i < commit.parents.size(); ++i) {
      told += (i == 0 ? "" : " ") + hex(commit.parents[i]);
    }
    told += "\n";
  }
  EXPECT_EQ(told, sandbox.git(
                      {"log", "--date-order", "--format=%H %T %ct %P", "c29"}));
}

// `count` commits in a row on the current branch.
void commit_in_a_row(const Sandbox& sandbox, int count) {
  sandbox.git({"init", "-q"});
  for (int i = 0; i < count; ++i) {
    sandbox.write("file", std::to_string(i));
    sandbox.git({"add", "."});
    sandbox.git({"commit", "-qm", std::to_string(i)});
  }
}

TEST(CommitWalk, EndsAtTheBorderOfAShallowClone) {
  const Sandbox sandbox;
  commit_in_a_row(sandbox, 5);
  sandbox.git({"clone", "-q", "--depth=3", "file://" + sandbox.root(),
               sandbox.home() + "/clone"});
  Walker walker(sandbox.home() + "/clone");
  const CommitWalk walk = walker.walk({git_id(sandbox, "HEAD")}, {});
  EXPECT_EQ(hex_of(walk), lines_of(sandbox.git({"rev-list", "-3", "HEAD"})));
  EXPECT_EQ(walk.lost, std::vector<LostObject>());
  EXPECT_FALSE(walk.commits[1].is_at_border);
  EXPECT_TRUE(walk.commits[2].is_at_border);
  EXPECT_TRUE(walk.commits[2].parents.empty());
}

void remove_object(const Sandbox& sandbox, const ObjectId& id) {
  const std::string name = hex(id);
  std::filesystem::remove(
      sandbox.at(".git/objects/" + name.substr(0, 2) + "/" + name.substr(2)));
}

TEST(CommitWalk, TellsAMissingParentAndGoesOn) {
  const Sandbox sandbox;
  commit_in_a_row(sandbox, 4);
  const ObjectId head = git_id(sandbox, "HEAD");
  const ObjectId child = git_id(sandbox, "HEAD~1");
  const ObjectId missing = git_id(sandbox, "HEAD~2");
  remove_object(sandbox, missing);
  Walker walker(sandbox);
  const CommitWalk walk = walker.walk({head}, {});
  EXPECT_EQ(hex_of(walk), (Ids{hex(head), hex(child)}));
  EXPECT_TRUE(walk.commits[1].is_at_border);
  EXPECT_EQ(walk.lost, (std::vector<LostObject>{{missing, "missing"}}));
}

TEST(CommitWalk, DoesNotMindWhatIsMissingBelowTheUnwanted) {
  const Sandbox sandbox;
  commit_in_a_row(sandbox, 4);
  const ObjectId head = git_id(sandbox, "HEAD");
  const ObjectId before = git_id(sandbox, "HEAD~1");
  remove_object(sandbox, git_id(sandbox, "HEAD~2"));
  Walker walker(sandbox);
  const CommitWalk walk = walker.walk({head}, {before});
  EXPECT_EQ(hex_of(walk), Ids{hex(head)});
  EXPECT_FALSE(walk.commits[0].is_at_border);
  EXPECT_EQ(walk.lost, std::vector<LostObject>());
}

TEST(CommitWalk, TellsAnEndThatIsMissingOrNoCommit) {
  const Sandbox sandbox;
  commit_in_a_row(sandbox, 2);
  const ObjectId head = git_id(sandbox, "HEAD");
  const ObjectId tree = git_id(sandbox, "HEAD^{tree}");
  const ObjectId nowhere = id_of(std::string(40, '1'));
  Walker walker(sandbox);
  const CommitWalk walk = walker.walk({head, tree}, {nowhere});
  EXPECT_EQ(hex_of(walk), lines_of(sandbox.git({"rev-list", "HEAD"})));
  std::vector<LostObject> lost = {{nowhere, "missing"},
                                  {tree, "it is no commit"}};
  std::sort(lost.begin(), lost.end());
  EXPECT_EQ(walk.lost, lost);
}

TEST(CommitWalk, GivesNothingForAnEmptyRange) {
  const Sandbox sandbox;
  commit_in_a_row(sandbox, 3);
  Walker walker(sandbox);
  const ObjectId head = git_id(sandbox, "HEAD");
  EXPECT_EQ(hex_of(walker.walk({head}, {head})), Ids());
  EXPECT_EQ(hex_of(walker.walk({git_id(sandbox, "HEAD~1")}, {head})), Ids());
}

TEST(CommitWalk, StopsWhenItIsTold) {
  const Sandbox sandbox;
  commit_in_a_row(sandbox, 2);
  Walker walker(sandbox);
  const std::atomic<bool> stop{true};
  const std::vector<ObjectId> wanted = {git_id(sandbox, "HEAD")};
  EXPECT_TRUE(walk_commits(walker.commits, wanted, {}, stop).is_stopped);
}

// Objects that are read are counted.
class CountedObjects : public ObjectSource {
 public:
  explicit CountedObjects(const ObjectSource& objects) : objects_(objects) {}
  Result<Object> read(const ObjectId& id) const override {
    ++count;
    return objects_.read(id);
  }
  mutable int count = 0;

 private:
  const ObjectSource& objects_;
};

TEST(CommitWalk, ReadsNoMoreThanItsSlackBelowTheRange) {
  const Sandbox sandbox;
  std::string text;
  for (int i = 0; i < 3000; ++i) {
    text += "commit refs/heads/main\ncommitter A <a@example.com> " +
            std::to_string(1'000'000 + i) + " +0000\ndata 1\nx\n\n";
  }
  sandbox.git({"init", "-q"});
  import_history(sandbox, text);
  const StoredObjects objects(sandbox.root());
  const CountedObjects counted(objects);
  CommitReader commits(counted, HashKind::kSha1, {});
  const std::vector<ObjectId> wanted = {git_id(sandbox, "main")};
  const std::vector<ObjectId> unwanted = {git_id(sandbox, "main~10")};
  EXPECT_EQ(walk_commits(commits, wanted, unwanted, kGoOn).commits.size(), 10U);
  EXPECT_LE(counted.count, 10 + kSlack + 2);
}

}  // namespace
}  // namespace patrol

#include "scanner/changes/range_changes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/sandbox.h"
#include "tests/support/stored_objects.h"

namespace patrol {
namespace {

const std::atomic<bool> kGoOn{false};

using Lines = std::vector<std::string>;

RangeChanges changes_of(const StoredObjects& objects,
                        const std::vector<ObjectId>& wanted,
                        const std::vector<ObjectId>& unwanted) {
  CommitReader commits(objects, objects.hash(), objects.shallow());
  Trees trees(objects, objects.hash());
  return range_changes(walk_commits(commits, wanted, unwanted, kGoOn), commits,
                       trees, kGoOn);
}

RangeChanges changes_of(const Sandbox& sandbox, const std::string& from,
                        const std::string& to) {
  const StoredObjects objects(sandbox.root());
  return changes_of(objects, {git_id(sandbox, to)}, {git_id(sandbox, from)});
}

// "commit path now before before ...", "-" for nothing.
std::string line_of(const RangeChanges& range, const RangeChange& one) {
  const auto name = [](const PathEntry& entry) {
    return entry.is_there() ? entry.id.hex(HashKind::kSha1) : "-";
  };
  std::string line = range.commits[one.commit].id.hex(HashKind::kSha1) + " " +
                     one.change.path + " " + name(one.change.now);
  for (const PathEntry& before : one.change.before) line += " " + name(before);
  return line;
}
Lines told_of(const RangeChanges& range) {
  Lines lines;
  for (const RangeChange& one : range.changes) {
    lines.push_back(line_of(range, one));
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

// The blob at a path, as git finds it; "-": none.
std::string blob_at(const Sandbox& sandbox, const std::string& commit,
                    const std::string& path) {
  const std::string line = git_line(sandbox, {"ls-tree", commit, path});
  return line.empty() ? "-" : line.substr(12, 40);
}

std::vector<std::string> words_of(const std::string& line) {
  std::istringstream stream(line);
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

// The paths at which `commit` differs from `parent` ("": from nothing).
std::set<std::string> changed_paths(const Sandbox& sandbox,
                                    const std::string& parent,
                                    const std::string& commit) {
  std::vector<std::string> arguments = {"diff-tree", "-r", "--no-renames",
                                        "--name-only"};
  if (parent.empty()) {
    arguments.insert(arguments.end(), {"--root", "--no-commit-id", commit});
  } else {
    arguments.insert(arguments.end(), {parent, commit});
  }
  std::set<std::string> paths;
  for (const auto& path : lines_of(sandbox.git(arguments))) paths.insert(path);
  return paths;
}

// The same lines from git alone: paths without blanks.
Lines lines_of_git(const Sandbox& sandbox,
                   const std::vector<std::string>& range) {
  Lines lines;
  std::vector<std::string> arguments = {"rev-list", "--parents"};
  arguments.insert(arguments.end(), range.begin(), range.end());
  for (const auto& listed : lines_of(sandbox.git(arguments))) {
    const auto words = words_of(listed);
    const std::string& commit = words[0];
    std::set<std::string> paths =
        changed_paths(sandbox, words.size() > 1 ? words[1] : "", commit);
    for (std::size_t i = 2; i < words.size(); ++i) {
      const auto more = changed_paths(sandbox, words[i], commit);
      std::erase_if(paths, [&](const auto& path) { return !more.count(path); });
    }
    for (const std::string& path : paths) {
      std::string line = commit + " " + path;
      line += " " + blob_at(sandbox, commit, path);
      for (std::size_t i = 1; i < words.size(); ++i) {
        line += " " + blob_at(sandbox, words[i], path);
      }
      lines.push_back(line);
    }
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

void commit(const Sandbox& sandbox, const std::string& path,
            const std::string& text) {
  sandbox.write(path, text);
  sandbox.git({"add", "-A"});
  sandbox.git({"commit", "-qm", path});
}

void start(const Sandbox& sandbox) {
  sandbox.git({"init", "-q", "-b", "main"});
  commit(sandbox, "a", "1");
  sandbox.git({"tag", "start"});
}

TEST(RangeChanges, AreWhatEachCommitInARowChanged) {
  const Sandbox sandbox;
  start(sandbox);
  commit(sandbox, "a", "2");
  commit(sandbox, "folder/b", "1");
  commit(sandbox, "folder/b", "2");
  sandbox.git({"mv", "folder/b", "folder/c"});
  sandbox.git({"commit", "-qm", "rename"});
  sandbox.git({"rm", "-q", "a"});
  sandbox.git({"commit", "-qm", "remove"});
  const RangeChanges range = changes_of(sandbox, "start", "main");
  EXPECT_EQ(told_of(range), lines_of_git(sandbox, {"start..main"}));
  EXPECT_EQ(range.changes.size(), 6U);
  EXPECT_EQ(range.lost, std::vector<LostObject>());
}

// main and side, merged with "c" written by the merge itself.
void merge_with_more(const Sandbox& sandbox) {
  start(sandbox);
  sandbox.git({"checkout", "-qb", "side"});
  commit(sandbox, "b", "side");
  commit(sandbox, "both", "side");
  sandbox.git({"checkout", "-q", "main"});
  commit(sandbox, "a", "main");
  sandbox.git({"merge", "-q", "--no-commit", "side"});
  sandbox.write("c", "merge");
  sandbox.write("both", "merge");
  sandbox.git({"rm", "-qf", "a"});
  sandbox.git({"add", "-A"});
  sandbox.git({"commit", "-qm", "merge"});
}

TEST(RangeChanges, OfAMergeAreWhatItBroughtInItself) {
  const Sandbox sandbox;
  merge_with_more(sandbox);
  EXPECT_EQ(told_of(changes_of(sandbox, "start", "main")),
            lines_of_git(sandbox, {"start..main"}));
  const RangeChanges merge = changes_of(sandbox, "main^2", "main");
  const auto merged = std::count_if(
      merge.changes.begin(), merge.changes.end(), [&](const RangeChange& one) {
        return merge.commits[one.commit].parents.size() == 2;
      });
  EXPECT_EQ(merged, 3);  // "a", which both sides had; "both"; "c"
}

TEST(RangeChanges, OfACommitWithoutParentsAreAllThatItHas) {
  const Sandbox sandbox;
  start(sandbox);
  sandbox.git({"checkout", "-q", "--orphan", "other"});
  commit(sandbox, "d/e", "1");
  const StoredObjects objects(sandbox.root());
  EXPECT_EQ(told_of(changes_of(objects, {git_id(sandbox, "other")},
                               {git_id(sandbox, "main")})),
            lines_of_git(sandbox, {"main..other"}));
  EXPECT_EQ(told_of(changes_of(objects, {git_id(sandbox, "other")}, {})),
            lines_of_git(sandbox, {"other"}));
}

TEST(RangeChanges, OfAShallowBorderAreAllThatItHas) {
  const Sandbox sandbox;
  start(sandbox);
  commit(sandbox, "b", "1");
  commit(sandbox, "c", "1");
  sandbox.git({"clone", "-q", "--depth=2", "file://" + sandbox.root(),
               sandbox.home() + "/clone"});
  const StoredObjects objects(sandbox.home() + "/clone");
  const RangeChanges range = changes_of(objects, {git_id(sandbox, "main")}, {});
  Lines paths;
  for (const RangeChange& one : range.changes) {
    paths.push_back(one.change.path);
  }
  EXPECT_EQ(paths, (Lines{"c", "a", "b"}));
  EXPECT_TRUE(range.commits[1].is_at_border);
  EXPECT_EQ(range.lost, std::vector<LostObject>());
}

TEST(RangeChanges, HaveGitlinksButNoBlobsOfThem) {
  const Sandbox sandbox;
  start(sandbox);
  sandbox.git({"update-index", "--add", "--cacheinfo",
               "160000," + std::string(40, '1') + ",module"});
  sandbox.git({"commit", "-qm", "module"});
  const RangeChanges range = changes_of(sandbox, "start", "main");
  ASSERT_EQ(range.changes.size(), 1U);
  EXPECT_EQ(range.changes[0].change.path, "module");
  EXPECT_EQ(range.blobs(), std::vector<ObjectId>());
}

TEST(RangeChanges, NameEachNewBlobOnce) {
  const Sandbox sandbox;
  start(sandbox);
  commit(sandbox, "b", "new");
  commit(sandbox, "c", "new");
  commit(sandbox, "a", "newer");
  std::vector<ObjectId> blobs = {git_id(sandbox, "HEAD:a"),
                                 git_id(sandbox, "HEAD:b")};
  std::sort(blobs.begin(), blobs.end());
  EXPECT_EQ(changes_of(sandbox, "start", "main").blobs(), blobs);
}

TEST(RangeChanges, TellMissingTreesAndGoOn) {
  const Sandbox sandbox;
  start(sandbox);
  commit(sandbox, "folder/b", "1");
  commit(sandbox, "c", "1");
  const ObjectId folder = git_id(sandbox, "HEAD:folder");
  const std::string name = folder.hex(HashKind::kSha1);
  std::filesystem::remove(
      sandbox.at(".git/objects/" + name.substr(0, 2) + "/" + name.substr(2)));
  const RangeChanges range = changes_of(sandbox, "start", "main");
  ASSERT_EQ(range.changes.size(), 1U);
  EXPECT_EQ(range.changes[0].change.path, "c");
  EXPECT_EQ(range.lost, (std::vector<LostObject>{{folder, "missing"}}));
}

TEST(RangeChanges, SayThatTheyWereStopped) {
  const Sandbox sandbox;
  start(sandbox);
  const StoredObjects objects(sandbox.root());
  CommitReader commits(objects, objects.hash(), {});
  Trees trees(objects, objects.hash());
  const std::vector<ObjectId> wanted = {git_id(sandbox, "main")};
  CommitWalk walk = walk_commits(commits, wanted, {}, kGoOn);
  const std::atomic<bool> stop{true};
  const RangeChanges range =
      range_changes(std::move(walk), commits, trees, stop);
  EXPECT_TRUE(range.is_stopped);
  EXPECT_TRUE(range.changes.empty());
}

}  // namespace
}  // namespace patrol

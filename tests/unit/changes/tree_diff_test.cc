#include "scanner/changes/tree_diff.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "tests/support/made_objects.h"
#include "tests/support/sandbox.h"
#include "tests/support/stored_objects.h"

namespace patrol {
namespace {

const std::atomic<bool> kGoOn{false};

struct Diff {
  std::vector<PathChange> changes;
  std::vector<LostObject> lost;
};

Diff diff(const ObjectSource& objects, const std::optional<ObjectId>& now,
          const std::vector<ObjectId>& before, TreeDiffLimits limits = {}) {
  Diff all;
  Trees trees(objects, HashKind::kSha1);
  TreeDiff differ(trees, kGoOn, limits);
  differ.run(now, before, [&all](PathChange change) {
    all.changes.push_back(std::move(change));
  });
  all.lost = trees.lost();
  all.lost.insert(all.lost.end(), differ.lost().begin(), differ.lost().end());
  return all;
}

std::string octal(std::uint32_t mode) {
  std::string digits;
  for (; digits.size() < 6; mode /= 8) {
    digits.insert(digits.begin(), static_cast<char>('0' + mode % 8));
  }
  return digits;
}

// ":100644 100644 <id> <id> M\tpath", as git diff-tree --raw prints it.
std::string raw(const PathChange& change) {
  const PathEntry old =
      change.before.empty() ? PathEntry{} : change.before.front();
  const auto kind = [](const PathEntry& entry) { return entry.mode & 0170000; };
  const char* letter = !old.is_there()                 ? "A"
                       : !change.now.is_there()        ? "D"
                       : kind(old) != kind(change.now) ? "T"
                                                       : "M";
  return ":" + octal(old.mode) + " " + octal(change.now.mode) + " " +
         old.id.hex(HashKind::kSha1) + " " +
         change.now.id.hex(HashKind::kSha1) + " " + letter + "\t" + change.path;
}
std::vector<std::string> raw(const Diff& diff) {
  std::vector<std::string> lines;
  for (const PathChange& change : diff.changes) lines.push_back(raw(change));
  return lines;
}

std::vector<std::string> raw_of_git(const Sandbox& sandbox,
                                    const std::string& before,
                                    const std::string& now) {
  return lines_of(sandbox.git({"diff-tree", "-r", "--raw", "--no-abbrev",
                               "--no-renames", before, now}));
}

// Also a link, whatever it leads to.
bool is_file(const std::string& path) {
  const auto status = std::filesystem::symlink_status(path);
  return std::filesystem::exists(status) &&
         !std::filesystem::is_directory(status);
}

// Files, folders, links and gitlinks, put at random under few names.
void write_any(const Sandbox& sandbox, std::mt19937& random) {
  constexpr const char* kNames[] = {"a", "a.c", "a0", "b"};
  std::filesystem::remove_all(sandbox.at("files"));
  for (int i = 0; i < 12; ++i) {
    std::string path = "files";
    for (auto depth = 1 + random() % 3; depth > 0; --depth) {
      path += "/";
      path += kNames[random() % 4];
      if (is_file(sandbox.at(path))) break;
    }
    if (std::filesystem::is_directory(sandbox.at(path))) continue;
    if (is_file(sandbox.at(path))) continue;
    sandbox.write(path, std::to_string(random() % 3));
    if (random() % 6 == 0) ::chmod(sandbox.at(path).c_str(), 0755);
    if (random() % 8 == 0) {
      std::filesystem::remove(sandbox.at(path));
      ::symlink("0", sandbox.at(path).c_str());
    }
  }
}

// Trees of random contents; the names of their commits.
std::vector<std::string> make_trees(const Sandbox& sandbox, int count) {
  std::mt19937 random(1);
  sandbox.git({"init", "-q"});
  std::vector<std::string> commits;
  for (int i = 0; i < count; ++i) {
    write_any(sandbox, random);
    sandbox.git({"add", "-A"});
    if (random() % 2 == 0) {
      sandbox.git(
          {"update-index", "--add", "--cacheinfo",
           "160000," + std::string(40, random() % 2 ? '1' : '2') + ",module"});
    }
    sandbox.git({"commit", "-q", "--allow-empty", "-m", "x"});
    commits.push_back(git_line(sandbox, {"rev-parse", "HEAD^{tree}"}));
  }
  return commits;
}

TEST(TreeDiff, IsWhatGitListsOfAnyTwoTrees) {
  const Sandbox sandbox;
  const auto trees = make_trees(sandbox, 12);
  const StoredObjects objects(sandbox.root());
  for (const std::string& before : trees) {
    for (const std::string& now : trees) {
      EXPECT_EQ(raw(diff(objects, id_of(now), {id_of(before)})),
                raw_of_git(sandbox, before, now));
    }
  }
}

TEST(TreeDiff, OfATreeAndNothingIsAllOfIt) {
  const Sandbox sandbox;
  const auto trees = make_trees(sandbox, 5);
  const StoredObjects objects(sandbox.root());
  const std::string empty =
      git_line(sandbox, {"hash-object", "-wt", "tree", "/dev/null"});
  for (const std::string& tree : trees) {
    EXPECT_EQ(raw(diff(objects, id_of(tree), {})),
              raw_of_git(sandbox, empty, tree));
    EXPECT_EQ(raw(diff(objects, std::nullopt, {id_of(tree)})),
              raw_of_git(sandbox, tree, empty));
  }
}

// Path and whether it is a folder's -> mode and id: all of a tree. A path may
// be both a file's and, in another tree, a folder's.
using Listing = std::map<std::string, PathEntry>;
Listing listing(const ObjectSource& objects, const ObjectId& tree) {
  Listing all;
  for (const PathChange& change : diff(objects, tree, {}).changes) {
    all[change.path] = change.now;
  }
  return all;
}

PathEntry at(const Listing& listing, const std::string& path) {
  const auto found = listing.find(path);
  return found == listing.end() ? PathEntry{} : found->second;
}

TEST(TreeDiff, OfSeveralIsWhatDiffersFromEachOfThem) {
  const Sandbox sandbox;
  const auto trees = make_trees(sandbox, 10);
  const StoredObjects objects(sandbox.root());
  for (std::size_t i = 0; i + 3 < trees.size(); ++i) {
    std::vector<ObjectId> before;
    std::vector<Listing> old;
    std::set<std::string> paths;
    const Listing now = listing(objects, id_of(trees[i]));
    for (std::size_t k = 1; k < 4; ++k) {
      before.push_back(id_of(trees[i + k]));
      old.push_back(listing(objects, before.back()));
      for (const auto& one : old.back()) paths.insert(one.first);
    }
    for (const auto& one : now) paths.insert(one.first);
    std::set<std::string> expected;
    for (const std::string& path : paths) {
      if (std::none_of(old.begin(), old.end(), [&](const Listing& one) {
            return at(one, path) == at(now, path);
          })) {
        expected.insert(path);
      }
    }
    std::set<std::string> found;
    for (const auto& change : diff(objects, id_of(trees[i]), before).changes) {
      found.insert(change.path);
      EXPECT_EQ(change.now, at(now, change.path));
      for (std::size_t k = 0; k < old.size(); ++k) {
        EXPECT_EQ(change.before[k], at(old[k], change.path));
      }
    }
    EXPECT_EQ(found, expected);
  }
}

TEST(TreeDiff, ReadsOnlyFoldersThatDiffer) {
  MadeObjects objects;
  const ObjectId blob = objects.add_blob("x");
  const ObjectId same = objects.add_tree({{"100644", "f", blob}});
  const ObjectId before = objects.add_tree({{"40000", "same", same}});
  const ObjectId now =
      objects.add_tree({{"100644", "new", blob}, {"40000", "same", same}});
  objects.remove(same);
  const Diff found = diff(objects, now, {before});
  EXPECT_EQ(found.changes.size(), 1U);
  EXPECT_EQ(found.lost, std::vector<LostObject>());
}

TEST(TreeDiff, TellsGitlinksFromBlobs) {
  MadeObjects objects;
  const ObjectId id = objects.add_blob("x");
  const Diff found = diff(
      objects,
      objects.add_tree({{"120000", "link", id}, {"160000", "module", id}}), {});
  ASSERT_EQ(found.changes.size(), 2U);
  EXPECT_TRUE(found.changes[0].now.is_blob());
  EXPECT_FALSE(found.changes[1].now.is_blob());
}

TEST(TreeDiff, LosesNoneOfSeveralEntriesOfOneName) {
  MadeObjects objects;
  const ObjectId one = objects.add_blob("1");
  const ObjectId two = objects.add_blob("2");
  const ObjectId before = objects.add_tree({{"100644", "a", one}});
  const ObjectId now =
      objects.add_tree({{"100644", "a", one}, {"100644", "a", two}});
  const Diff found = diff(objects, now, {before});
  ASSERT_EQ(found.changes.size(), 1U);
  EXPECT_EQ(found.changes[0].now.id, two);
  EXPECT_EQ(diff(objects, now, {}).changes.size(), 2U);
}

TEST(TreeDiff, TellsATreeThatIsMissingAndGoesOn) {
  MadeObjects objects;
  const ObjectId blob = objects.add_blob("x");
  const ObjectId missing = id_of(std::string(40, 'f'));
  const ObjectId now =
      objects.add_tree({{"40000", "a", missing}, {"100644", "b", blob}});
  const Diff found = diff(objects, now, {});
  ASSERT_EQ(found.changes.size(), 1U);
  EXPECT_EQ(found.changes[0].path, "b");
  EXPECT_EQ(found.lost, (std::vector<LostObject>{{missing, "missing"}}));
}

TEST(TreeDiff, TakesEverythingForNewIfTheOlderTreeIsMissing) {
  MadeObjects objects;
  const ObjectId now =
      objects.add_tree({{"100644", "b", objects.add_blob("x")}});
  const ObjectId missing = id_of(std::string(40, 'f'));
  const Diff found = diff(objects, now, {missing});
  EXPECT_EQ(found.changes.size(), 1U);
  EXPECT_EQ(found.lost, (std::vector<LostObject>{{missing, "missing"}}));
}

// `depth` folders around one file.
ObjectId nested(MadeObjects& objects, std::size_t depth) {
  ObjectId tree = objects.add_tree({{"100644", "f", objects.add_blob("x")}});
  for (std::size_t i = 0; i < depth; ++i) {
    tree = objects.add_tree({{"40000", "d", tree}});
  }
  return tree;
}

TEST(TreeDiff, GoesDownAsFarAsAnybodyNests) {
  MadeObjects objects;
  const Diff found = diff(objects, nested(objects, 1024), {});
  EXPECT_EQ(found.changes.size(), 1U);
  EXPECT_EQ(found.lost, std::vector<LostObject>());
}

TEST(TreeDiff, SaysThatFoldersAreNestedTooDeep) {
  MadeObjects objects;
  const Diff found = diff(objects, nested(objects, 5000), {});
  EXPECT_EQ(found.changes.size(), 0U);
  ASSERT_EQ(found.lost.size(), 1U);
  EXPECT_EQ(found.lost[0].reason, "limit: folders are nested too deep");
}

TEST(TreeDiff, DoesNotGoIntoItselfForEver) {
  MadeObjects objects;
  const ObjectId next = objects.add_blob("");  // its id, and the next one's
  ObjectId own = next;
  ++own.bytes[3];
  EXPECT_EQ(objects.add_tree({{"40000", "d", own}}), own);
  EXPECT_EQ(diff(objects, own, {}).lost.size(), 1U);
}

// 10^10 files.
ObjectId bomb(MadeObjects& objects) {
  ObjectId id = objects.add_blob("x");
  std::string mode = "100644";
  for (int level = 0; level < 10; ++level) {
    std::vector<MadeObjects::Entry> entries;
    for (char name = 'a'; name < 'k'; ++name) {
      entries.push_back({mode, std::string(1, name), id});
    }
    id = objects.add_tree(entries);
    mode = "40000";
  }
  return id;
}

TEST(TreeDiff, BoundsItsWork) {
  MadeObjects objects;
  TreeDiffLimits limits;
  limits.entries = 10000;
  const Diff found = diff(objects, bomb(objects), {}, limits);
  EXPECT_LE(found.changes.size(), 10000U);
  ASSERT_FALSE(found.lost.empty());
  EXPECT_LE(found.lost.size(), kMostLost);
  EXPECT_EQ(found.lost[0].reason, "limit: too many files are changed");
}

TEST(TreeDiff, BoundsWhatItFinds) {
  MadeObjects objects;
  TreeDiffLimits limits;
  limits.bytes = 100'000;
  const Diff found = diff(objects, bomb(objects), {}, limits);
  EXPECT_GT(found.changes.size(), 100U);
  EXPECT_LE(found.changes.size(), 100'000U / sizeof(PathChange) + 1);
  EXPECT_FALSE(found.lost.empty());
}

TEST(TreeDiff, StopsWhenItIsTold) {
  MadeObjects objects;
  const ObjectId tree = bomb(objects);
  Trees trees(objects, HashKind::kSha1);
  std::atomic<bool> stop{false};
  int count = 0;
  TreeDiff differ(trees, stop);
  differ.run(tree, {}, [&](const PathChange&) { stop = ++count == 5; });
  EXPECT_EQ(count, 5);
}

}  // namespace
}  // namespace patrol

#include "scanner/changes/staged_changes.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/sandbox.h"

namespace patrol {
namespace {

void init(const Sandbox& sandbox, const char* hash = "sha1") {
  sandbox.git(
      {"init", "-q", "-b", "main", std::string("--object-format=") + hash});
}

void commit(const Sandbox& sandbox) {
  sandbox.git({"commit", "-q", "--allow-empty", "-m", "x"});
}

void stage(const Sandbox& sandbox, const std::string& path,
           std::string_view text) {
  sandbox.write(path, text);
  sandbox.git({"add", "--", path});
}

StagedChanges changes_of(const Sandbox& sandbox) {
  const Result<Repository> repository = Repository::open(sandbox.root());
  EXPECT_TRUE(repository);
  const ObjectLookup objects(*repository);
  Result<StagedChanges> changes = staged_changes(*repository, objects);
  EXPECT_TRUE(changes) << changes.error().message;
  return changes ? *std::move(changes) : StagedChanges();
}

std::vector<std::string> paths_of(const StagedChanges& changes) {
  std::vector<std::string> paths;
  for (const StagedBlob& blob : changes.blobs) paths.push_back(blob.path);
  return paths;
}

using Paths = std::vector<std::string>;

// One line a change, "path before after".
std::vector<std::string> lines_of(const StagedChanges& changes, HashKind hash) {
  std::vector<std::string> lines;
  for (const StagedBlob& blob : changes.blobs) {
    lines.push_back(blob.path + " " +
                    blob.before.value_or(ObjectId()).hex(hash) + " " +
                    blob.id.hex(hash));
  }
  std::ranges::sort(lines);
  return lines;
}

// The same, as git says it: ":mode mode id id X\0path\0" of `git diff-index`,
// without what was deleted, submodules, and changes of nothing but a mode.
std::vector<std::string> said_by_git(const Sandbox& sandbox) {
  const std::string raw = sandbox.git({"diff-index", "--cached", "--raw", "-z",
                                       "--no-renames", "--no-abbrev", "HEAD"});
  std::vector<std::string> lines;
  for (std::string_view rest = raw; !rest.empty();) {
    const std::size_t end = rest.find('\0');
    const std::string_view fields = rest.substr(1, end - 1);
    rest.remove_prefix(end + 1);
    const std::string path(rest.substr(0, rest.find('\0')));
    rest.remove_prefix(path.size() + 1);
    const std::string_view modes = fields.substr(0, 13);
    const std::string_view ids = fields.substr(14, fields.size() - 16);
    const std::size_t half = ids.size() / 2;
    std::string before(ids.substr(0, half));
    const std::string after(ids.substr(half + 1));
    if (fields.back() == 'D' || before == after) continue;
    if (modes.substr(7) == "160000") continue;
    if (modes.starts_with("160000")) before.assign(half, '0');
    lines.push_back(path);
    lines.back() += ' ';
    lines.back() += before;
    lines.back() += ' ';
    lines.back() += after;
  }
  std::ranges::sort(lines);
  return lines;
}

// Some folders deep, with names that sort close to a '/'.
std::string drawn_path(std::mt19937& random) {
  constexpr std::string_view kNames[] = {"a", "a.b", "a-b", "a0", "b", "ab"};
  std::string path;
  const unsigned depth = random() % 4;
  for (unsigned i = 0; i < depth; ++i) {
    path += std::string(kNames[random() % std::size(kNames)]) + "/";
  }
  return path + "f" + std::to_string(random() % 6);
}

void change_at_random(const Sandbox& sandbox, std::mt19937& random) {
  const std::string path = drawn_path(random);
  const std::string full = sandbox.at(path);
  switch (random() % 6) {
    case 0:
      sandbox.git({"rm", "-qrf", "--ignore-unmatch", "--", path});
      return;
    case 1:
      sandbox.git({"rm", "-qrf", "--ignore-unmatch", "--", path.substr(0, 1)});
      return;
    case 2:
      if (!std::filesystem::exists(full)) return;
      sandbox.git({"update-index", "--add", "--chmod=+x", "--", path});
      return;
    case 3:
      if (std::filesystem::exists(full)) return;
      sandbox.write(path);
      std::filesystem::remove(full);
      std::filesystem::create_symlink("target", full);
      sandbox.git({"add", "--", path});
      return;
    default:
      stage(sandbox, path, std::to_string(random() % 50));
  }
}

// Returns how many changes there are.
std::size_t expect_what_git_says(const Sandbox& sandbox, HashKind hash,
                                 const std::string& what) {
  const StagedChanges changes = changes_of(sandbox);
  EXPECT_EQ(lines_of(changes, hash), said_by_git(sandbox)) << what;
  EXPECT_TRUE(changes.warnings.empty()) << what;
  EXPECT_TRUE(changes.unread.empty()) << what;
  EXPECT_TRUE(std::ranges::is_sorted(paths_of(changes))) << what;
  return changes.blobs.size();
}

TEST(StagedChanges, AreThoseThatGitSays) {
  std::size_t count = 0;
  for (unsigned seed = 0; seed < 5; ++seed) {
    std::mt19937 random(seed);
    const Sandbox sandbox;
    const HashKind hash = seed % 4 == 3 ? HashKind::kSha256 : HashKind::kSha1;
    init(sandbox, hash == HashKind::kSha256 ? "sha256" : "sha1");
    for (int i = 0; i < 40; ++i) {
      stage(sandbox, drawn_path(random), std::to_string(random() % 50));
    }
    commit(sandbox);
    for (int round = 0; round < 6; ++round) {
      for (int i = 0; i < 4; ++i) change_at_random(sandbox, random);
      const std::string what =
          std::to_string(seed) + "/" + std::to_string(round);
      if (round == 2) sandbox.git({"update-index", "--split-index"});
      if (round == 3) sandbox.git({"repack", "-adfq"});
      if (round == 4) sandbox.git({"update-index", "--index-version", "4"});
      if (round == 5) sandbox.git({"write-tree"});  // fills the cache tree
      count += expect_what_git_says(sandbox, hash, what);
      if (round == 1) commit(sandbox);
    }
  }
  EXPECT_GT(count, 60U);
}

TEST(StagedChanges, OfASparseIndexAreThoseThatGitSays) {
  std::size_t count = 0;
  for (unsigned seed = 0; seed < 4; ++seed) {
    std::mt19937 random(seed);
    const Sandbox sandbox;
    init(sandbox);
    for (int i = 0; i < 60; ++i) {
      const std::string folder(1, "abcd"[random() % 4]);
      stage(sandbox, folder + "/" + drawn_path(random),
            std::to_string(random() % 50));
    }
    commit(sandbox);
    for (int i = 0; i < 10; ++i) change_at_random(sandbox, random);
    for (int i = 0; i < 10; ++i) {
      stage(sandbox, "c/" + drawn_path(random), std::to_string(random() % 50));
    }
    commit(sandbox);
    sandbox.git({"sparse-checkout", "set", "--cone", "--sparse-index", "a"});
    sandbox.git({"reset", "-q", "--soft", "HEAD~"});
    stage(sandbox, "a/new", "new");
    count +=
        expect_what_git_says(sandbox, HashKind::kSha1, std::to_string(seed));
  }
  EXPECT_GT(count, 40U);
}

TEST(StagedChanges, OfABranchWithoutCommitsAreAllFiles) {
  const Sandbox sandbox;
  init(sandbox);
  stage(sandbox, "a", "1");
  stage(sandbox, "b/c", "2");
  EXPECT_EQ(paths_of(changes_of(sandbox)), (Paths{"a", "b/c"}));
}

TEST(StagedChanges, WithoutAnIndexThereAreNone) {
  const Sandbox sandbox;
  init(sandbox);
  EXPECT_TRUE(changes_of(sandbox).blobs.empty());
}

TEST(StagedChanges, DoNotCountWhatIsToBeAddedLater) {
  const Sandbox sandbox;
  init(sandbox);
  sandbox.write("a", "1");
  sandbox.git({"add", "--intent-to-add", "a"});
  EXPECT_TRUE(changes_of(sandbox).blobs.empty());
}

TEST(StagedChanges, NameSubmodulesApart) {
  const Sandbox sandbox;
  init(sandbox);
  commit(sandbox);
  const std::string id = sandbox.git({"rev-parse", "HEAD"}).substr(0, 40);
  const std::string other(40, '7');
  sandbox.git({"update-index", "--add", "--cacheinfo", "160000," + id + ",m"});
  EXPECT_EQ(changes_of(sandbox).submodules, Paths{"m"});
  EXPECT_TRUE(changes_of(sandbox).blobs.empty());
  commit(sandbox);
  EXPECT_TRUE(changes_of(sandbox).submodules.empty());
  sandbox.git({"update-index", "--cacheinfo", "160000," + other + ",m"});
  EXPECT_EQ(changes_of(sandbox).submodules, Paths{"m"});
}

TEST(StagedChanges, OfAConflictAreAllStagesThatHeadHasNot) {
  const Sandbox sandbox;
  init(sandbox);
  stage(sandbox, "file", "base");
  commit(sandbox);
  sandbox.git({"checkout", "-qb", "other"});
  stage(sandbox, "file", "theirs");
  commit(sandbox);
  sandbox.git({"checkout", "-q", "main"});
  stage(sandbox, "file", "ours");
  commit(sandbox);
  sandbox.git({"read-tree", "-m", "HEAD~", "HEAD", "other"});
  const StagedChanges changes = changes_of(sandbox);
  ASSERT_EQ(paths_of(changes), (Paths{"file", "file"}));
  for (const StagedBlob& blob : changes.blobs) {
    const std::string hex = blob.id.hex(HashKind::kSha1);
    EXPECT_NE(sandbox.git({"cat-file", "-p", hex}), "ours");
  }
}

// Which of the files that are staged HEAD has under another name.
std::set<std::string> elsewhere(const Sandbox& sandbox) {
  std::set<std::string> paths;
  for (const StagedBlob& blob : changes_of(sandbox).blobs) {
    if (blob.is_elsewhere_in_head) paths.insert(blob.path);
  }
  return paths;
}

TEST(StagedChanges, SayWhatHeadHasUnderAnotherName) {
  const Sandbox sandbox;
  init(sandbox);
  stage(sandbox, "stays", "stays");
  stage(sandbox, "gone", "gone");
  stage(sandbox, "folder/deep/gone", "deep");
  stage(sandbox, "x", "text of x");
  stage(sandbox, "y", "text of y");
  commit(sandbox);
  sandbox.git({"mv", "gone", "moved"});
  sandbox.git({"mv", "folder", "other"});
  stage(sandbox, "copied", "stays");
  stage(sandbox, "x", "text of y");
  stage(sandbox, "y", "text of x");
  stage(sandbox, "new", "new");
  stage(sandbox, "new too", "new");
  EXPECT_EQ(
      elsewhere(sandbox),
      (std::set<std::string>{"copied", "moved", "other/deep/gone", "x", "y"}));
}

void remove_object(const Sandbox& sandbox, const std::string& name) {
  const std::string id = sandbox.git({"rev-parse", name}).substr(0, 40);
  std::filesystem::remove(
      sandbox.at(".git/objects/" + id.substr(0, 2) + "/" + id.substr(2)));
}

TEST(StagedChanges, TakeForAddedWhatHeadCannotTell) {
  for (const char* missing : {"HEAD", "HEAD^{tree}", "HEAD:in"}) {
    const Sandbox sandbox;
    init(sandbox);
    stage(sandbox, "in/a", "1");
    stage(sandbox, "in/b", "2");
    commit(sandbox);
    stage(sandbox, "in/b", "3");
    remove_object(sandbox, missing);
    const StagedChanges changes = changes_of(sandbox);
    EXPECT_EQ(paths_of(changes), (Paths{"in/a", "in/b"})) << missing;
    ASSERT_EQ(changes.warnings.size(), 1U) << missing;
    EXPECT_NE(changes.warnings[0].find("missing"), std::string::npos);
  }
}

TEST(StagedChanges, SayWhichFolderOfASparseIndexIsMissing) {
  const Sandbox sandbox;
  init(sandbox);
  stage(sandbox, "in/a", "1");
  stage(sandbox, "out/b", "2");
  commit(sandbox);
  stage(sandbox, "out/b", "3");
  commit(sandbox);
  sandbox.git({"sparse-checkout", "set", "--cone", "--sparse-index", "in"});
  sandbox.git({"reset", "-q", "--soft", "HEAD~"});
  remove_object(sandbox, "main@{1}:out");
  const StagedChanges changes = changes_of(sandbox);
  EXPECT_TRUE(changes.blobs.empty());
  ASSERT_EQ(changes.unread.size(), 1U);
  EXPECT_EQ(changes.unread[0].path, "out/");
  EXPECT_EQ(changes.unread[0].reason, "missing");
}

TEST(StagedChanges, AreAnErrorWhereTheIndexIsNone) {
  const Sandbox sandbox;
  init(sandbox);
  sandbox.write(".git/index", "DIRC");
  const Result<Repository> repository = Repository::open(sandbox.root());
  ASSERT_TRUE(repository);
  const ObjectLookup objects(*repository);
  const auto changes = staged_changes(*repository, objects);
  ASSERT_FALSE(changes);
  EXPECT_EQ(changes.error().message, "the index is corrupt: no header");
}

}  // namespace
}  // namespace patrol

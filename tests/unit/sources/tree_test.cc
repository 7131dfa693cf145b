#include "scanner/sources/tree.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "tests/support/sandbox.h"

namespace patrol {
namespace {

using Paths = std::set<std::string>;

// Everything that a walk finds.
struct Walk {
  Paths files;
  Paths skipped;  // "path: reason"
  Paths unread;   // likewise
  std::vector<std::string> warnings;
};

void add_expansion(const Tree& tree, const Folder& folder, Walk& walk) {
  const Listing listing = tree.expand(folder);
  walk.files.insert(listing.files.begin(), listing.files.end());
  for (const Unread& skipped : listing.skipped) {
    walk.skipped.insert(skipped.path + ": " + skipped.reason);
  }
  for (const Unread& unread : listing.unread) {
    walk.unread.insert(unread.path + ": " + unread.reason);
  }
  walk.warnings.insert(walk.warnings.end(), listing.warnings.begin(),
                       listing.warnings.end());
  for (const Folder& below : listing.folders) add_expansion(tree, below, walk);
}

Walk walk_of(const std::string& path, IgnoreRules rules = IgnoreRules::kApply) {
  Walk walk;
  const Result<Tree> tree = Tree::open(path, rules);
  if (tree) {
    add_expansion(*tree, tree->root(), walk);
  } else {
    ADD_FAILURE() << tree.error().message;
  }
  return walk;
}

// What git itself says: tracked or not ignored, and a regular file.
Paths by_git(const Sandbox& sandbox) {
  Paths files = sandbox.git_paths(
      {"ls-files", "-z", "--cached", "--others", "--exclude-standard"});
  std::erase_if(files, [&](const std::string& path) {
    struct stat status;
    return ::lstat(sandbox.at(path).c_str(), &status) != 0 ||
           !S_ISREG(status.st_mode);
  });
  files.insert(".git/config");
  return files;
}

TEST(Tree, TakesEverythingOutsideOfAWorkTree) {
  const Sandbox sandbox;
  sandbox.write(".gitignore", "*\n");
  sandbox.write(".hidden/a.o");
  EXPECT_EQ(walk_of(sandbox.root()).files,
            Paths({".gitignore", ".hidden/a.o"}));
}

TEST(Tree, SkipsWhatGitIgnoresAndSaysSo) {
  const Sandbox sandbox;
  sandbox.git({"init", "-q"});
  sandbox.write(".gitignore", "*.log\n/build/\n");
  sandbox.write("a.log");
  sandbox.write("build/x/y");
  sandbox.write("src/build/x");
  const Walk walk = walk_of(sandbox.root());
  EXPECT_EQ(walk.files, Paths({".git/config", ".gitignore", "src/build/x"}));
  EXPECT_EQ(walk.skipped,
            Paths({"a.log: ignored by git", "build: ignored by git"}));
}

TEST(Tree, TakesTrackedFilesThatAreIgnored) {
  const Sandbox sandbox;
  sandbox.git({"init", "-q"});
  sandbox.write(".gitignore", "*.log\nbuild\n");
  sandbox.write("a.log");
  sandbox.write("b.log");
  sandbox.write("build/in/tracked");
  sandbox.write("build/in/untracked");
  sandbox.write("build/other/untracked");
  sandbox.git({"add", "-f", "a.log", "build/in/tracked"});
  const Walk walk = walk_of(sandbox.root());
  EXPECT_EQ(walk.files,
            Paths({".git/config", ".gitignore", "a.log", "build/in/tracked"}));
  EXPECT_EQ(walk.files, by_git(sandbox));
  EXPECT_EQ(walk.skipped, Paths({"b.log: ignored by git",
                                 "build/in/untracked: ignored by git",
                                 "build/other: ignored by git"}));
}

TEST(Tree, TakesEverythingWhenRulesAreDisregarded) {
  const Sandbox sandbox;
  sandbox.git({"init", "-q"});
  sandbox.write(".gitignore", "*\n");
  sandbox.write("a/b");
  EXPECT_EQ(walk_of(sandbox.root(), IgnoreRules::kDisregard).files,
            Paths({".git/config", ".gitignore", "a/b"}));
}

TEST(Tree, AppliesTheRulesOfTheFoldersAboveANamedOne) {
  const Sandbox sandbox;
  sandbox.git({"init", "-q"});
  sandbox.write(".gitignore", "*.log\n/src/core/out\n");
  sandbox.write("src/.gitignore", "*.tmp\n");
  sandbox.write("src/core/.gitignore", "!keep.tmp\n");
  for (const char* name : {"a.log", "a.tmp", "keep.tmp", "out", "t.log", "x"}) {
    sandbox.write("src/core/" + std::string(name));
  }
  sandbox.git({"add", "-f", "src/core/t.log"});
  const Walk walk = walk_of(sandbox.at("src/core"));
  EXPECT_EQ(walk.files, Paths({".gitignore", "keep.tmp", "t.log", "x"}));
}

TEST(Tree, TakesANamedFolderThatGitIgnoresWhole) {
  const Sandbox sandbox;
  sandbox.git({"init", "-q"});
  sandbox.write(".gitignore", "build\n*.log\n");
  sandbox.write("build/in/a.log");
  EXPECT_EQ(walk_of(sandbox.at("build")).files, Paths({"in/a.log"}));
  EXPECT_EQ(walk_of(sandbox.at("build/in")).files, Paths({"a.log"}));
}

TEST(Tree, HonoursExcludesOfTheRepositoryAndTheUser) {
  const Sandbox sandbox;
  sandbox.git({"init", "-q"});
  sandbox.write(".git/info/exclude", "b\n!c\n");
  for (const char* name : {"a", "b", "c", "d"}) sandbox.write(name);

  std::filesystem::create_directories(sandbox.home() + "/git");
  std::ofstream(sandbox.home() + "/git/ignore") << "a\nc\n";
  EXPECT_EQ(walk_of(sandbox.root()).files, Paths({".git/config", "c", "d"}));

  sandbox.write("rules", "d\n");
  sandbox.git({"config", "core.excludesFile", "rules"});
  EXPECT_EQ(walk_of(sandbox.root()).files,
            Paths({".git/config", "a", "c", "rules"}));
}

TEST(Tree, GivesASubmoduleItsOwnIndexAndRules) {
  const Sandbox sandbox;
  const Sandbox library;
  library.git({"init", "-q"});
  library.write("tracked.o");
  library.write(".gitignore", "*.o\n");
  library.git({"add", "-f", "."});
  library.git({"commit", "-qm", "x"});
  sandbox.git({"init", "-q"});
  sandbox.write(".gitignore", "/vendor\n*.txt\n");
  sandbox.git(
      {"submodule", "--quiet", "add", "-f", library.root(), "vendor/library"});
  sandbox.write("vendor/library/new.o");
  sandbox.write("vendor/library/new.txt");
  sandbox.write("vendor/other");
  EXPECT_EQ(
      walk_of(sandbox.root()).files,
      Paths({".git/config", ".git/modules/vendor/library/config", ".gitignore",
             ".gitmodules", "vendor/library/.git", "vendor/library/.gitignore",
             "vendor/library/new.txt", "vendor/library/tracked.o"}));
  EXPECT_EQ(walk_of(sandbox.at("vendor/library")).files,
            Paths({".git", ".gitignore", "new.txt", "tracked.o"}));
}

TEST(Tree, GivesANestedCloneItsOwnRules) {
  const Sandbox sandbox;
  for (const char* folder : {"one", "two", "skipped"}) {
    sandbox.make_folder(folder);
    sandbox.git({"init", "-q", folder});
    sandbox.write(std::string(folder) + "/.gitignore",
                  "*." + std::string(folder) + "\n");
    sandbox.write(std::string(folder) + "/a.one");
    sandbox.write(std::string(folder) + "/a.two");
  }
  const Paths of_two = {"two/.git/config", "two/.gitignore", "two/a.one"};
  // In a plain folder.
  Paths files = walk_of(sandbox.root()).files;
  EXPECT_TRUE(std::ranges::includes(files, of_two));
  EXPECT_FALSE(files.contains("one/a.one"));
  // In a work tree that does not track it.
  sandbox.git({"init", "-q"});
  sandbox.write(".gitignore", "*.one\n/skipped\n");
  files = walk_of(sandbox.root()).files;
  EXPECT_TRUE(std::ranges::includes(files, of_two));
  EXPECT_FALSE(files.contains("skipped/a.one"));
}

TEST(Tree, WorksInALinkedWorkTree) {
  const Sandbox sandbox;
  sandbox.make_folder("main");
  sandbox.git({"init", "-q", "main"});
  sandbox.write("main/.gitignore", "*.o\n");
  sandbox.write("main/a.o");
  sandbox.git({"-C", "main", "add", "-f", "."});
  sandbox.git({"-C", "main", "commit", "-qm", "x"});
  sandbox.write("main/.git/info/exclude", "*.tmp\n");
  sandbox.git({"-C", "main", "worktree", "add", "-q", "../linked"});
  sandbox.write("linked/b.o");
  sandbox.write("linked/b.tmp");
  sandbox.write("linked/b.c");
  EXPECT_EQ(walk_of(sandbox.at("linked")).files,
            Paths({".git", ".gitignore", "a.o", "b.c"}));
}

TEST(Tree, ReadsMoreWhenTheRepositoryCannotBeRead) {
  const Sandbox sandbox;
  sandbox.git({"init", "-q", "--object-format=sha256"});
  sandbox.write(".gitignore", "*.log\n");
  sandbox.write("a.log");
  const Walk walk = walk_of(sandbox.root());
  EXPECT_EQ(walk.files, Paths({".git/config", ".gitignore", "a.log"}));
  ASSERT_EQ(walk.warnings.size(), 1U);
  EXPECT_NE(walk.warnings[0].find("ignored files are scanned too"),
            std::string::npos)
      << walk.warnings[0];
}

TEST(Tree, ReadsMoreWhenTheIndexCannotBeRead) {
  const Sandbox sandbox;
  sandbox.git({"init", "-q"});
  sandbox.write(".gitignore", "*.log\n");
  sandbox.write("a.log");
  sandbox.git({"add", ".gitignore"});
  sandbox.git({"update-index", "--split-index"});
  const Walk walk = walk_of(sandbox.root());
  EXPECT_TRUE(walk.files.contains("a.log"));
  EXPECT_EQ(walk.warnings.size(), 1U);
}

TEST(Tree, RefusesIgnoreFilesThatNoPersonWrote) {
  const Sandbox sandbox;
  sandbox.git({"init", "-q"});
  sandbox.write(".gitignore", "a\n" + std::string(kMaxIgnoreFile, '#'));
  sandbox.write("a");
  const Walk walk = walk_of(sandbox.root());
  EXPECT_TRUE(walk.files.contains("a"));
  ASSERT_EQ(walk.warnings.size(), 1U);
  EXPECT_EQ(walk.warnings[0],
            ".gitignore: larger than 10485760 bytes: its ignore rules are not "
            "applied");
}

TEST(Tree, SkipsWhatIsNoFile) {
  const Sandbox sandbox;
  sandbox.write("a/file");
  ::mkfifo(sandbox.at("fifo").c_str(), 0600);
  ::symlink(".", sandbox.at("loop").c_str());
  ::symlink("..", sandbox.at("a/up").c_str());
  ::symlink("nowhere", sandbox.at("dangling").c_str());
  ::symlink("/dev/zero", sandbox.at("zero").c_str());
  const Walk walk = walk_of(sandbox.root());
  EXPECT_EQ(walk.files, Paths({"a/file"}));
  EXPECT_EQ(walk.skipped,
            Paths({"a/up: symbolic link", "dangling: symbolic link",
                   "fifo: not a regular file", "loop: symbolic link",
                   "zero: symbolic link"}));
}

TEST(Tree, ReadsNoIgnoreRulesThroughALink) {
  const Sandbox sandbox;
  sandbox.git({"init", "-q"});
  sandbox.write("rules", "a\n");
  sandbox.write("a");
  ::symlink("rules", sandbox.at(".gitignore").c_str());
  EXPECT_TRUE(walk_of(sandbox.root()).files.contains("a"));
}

TEST(Tree, StaysInsideWhenAFolderIsSwappedForALink) {
  const Sandbox sandbox;
  sandbox.write("tree/folder/inside");
  sandbox.write("outside/secret");
  const Result<Tree> tree = Tree::open(sandbox.at("tree"), IgnoreRules::kApply);
  const Listing listing = tree->expand(tree->root());
  ASSERT_EQ(listing.folders.size(), 1U);
  std::filesystem::remove_all(sandbox.at("tree/folder"));
  ::symlink("../outside", sandbox.at("tree/folder").c_str());
  const Listing swapped = tree->expand(listing.folders[0]);
  EXPECT_TRUE(swapped.files.empty());
  EXPECT_EQ(swapped.unread.size(), 1U);
}

TEST(Tree, SaysWhatVanishedSinceItWasListed) {
  const Sandbox sandbox;
  sandbox.write("file");
  const Result<Tree> tree = Tree::open(sandbox.root(), IgnoreRules::kApply);
  ASSERT_EQ(tree->expand(tree->root()).files.size(), 1U);
  std::filesystem::remove(sandbox.at("file"));
  const Result<FileInput> file = tree->open_file("file");
  ASSERT_FALSE(file);
  EXPECT_EQ(file.error().message, "No such file or directory");
}

TEST(Tree, ExecutesNothingOfTheRepository) {
  const Sandbox sandbox;
  sandbox.git({"init", "-q"});
  sandbox.write("a.txt", "x");
  sandbox.git({"add", "."});
  sandbox.write(".gitattributes", "* filter=evil diff=evil\n");
  const std::string command = "touch " + sandbox.at("executed");
  for (const char* key :
       {"core.fsmonitor", "filter.evil.clean", "filter.evil.process",
        "diff.evil.textconv", "diff.external", "core.pager", "alias.ls-files",
        "core.sshCommand", "credential.helper"}) {
    sandbox.git({"config", key, command});
  }
  sandbox.write(".git/hooks/post-index-change", "#!/bin/sh\n" + command);
  ::chmod(sandbox.at(".git/hooks/post-index-change").c_str(), 0755);
  EXPECT_TRUE(walk_of(sandbox.root()).files.contains("a.txt"));
  EXPECT_FALSE(std::filesystem::exists(sandbox.at("executed")));
}

// Root may read everything, so the test becomes somebody else.
TEST(Tree, CountsAFolderThatMayNotBeReadAsUnread) {
  const Sandbox sandbox;
  sandbox.write("open/file");
  sandbox.write("shut/file");
  ::chmod(sandbox.at("shut").c_str(), 0);
  EXPECT_EXIT(
      {
        if (::geteuid() == 0 && ::setuid(65534) != 0) ::_exit(2);
        const Walk walk = walk_of(sandbox.root());
        ::_exit(walk.files == Paths({"open/file"}) &&
                        walk.unread == Paths({"shut: Permission denied"})
                    ? 0
                    : 1);
      },
      testing::ExitedWithCode(0), "");
  ::chmod(sandbox.at("shut").c_str(), 0755);
}

TEST(Tree, FindsNamesOfAnyBytesAsGitDoes) {
  const Sandbox sandbox;
  sandbox.git({"init", "-q"});
  sandbox.write("a\nb");
  sandbox.write("\x1B[31m");
  sandbox.write("\xFF/\xFE");
  sandbox.write("\xE9.o");
  sandbox.write(".gitignore", "*.o\n\xFF/\n");
  sandbox.git({"add", "-f", "\xFF/\xFE"});
  EXPECT_EQ(walk_of(sandbox.root()).files, by_git(sandbox));
}

TEST(Tree, MayBeExpandedByManyThreads) {
  const Sandbox sandbox;
  sandbox.git({"init", "-q"});
  for (int i = 0; i < 20; ++i) {
    const std::string folder = "d" + std::to_string(i) + "/";
    sandbox.write(folder + ".gitignore", "*.o\n");
    sandbox.write(folder + "a.o");
    sandbox.write(folder + "sub/b.c");
    sandbox.git({"init", "-q", folder + "nested"});
  }
  const Result<Tree> tree = Tree::open(sandbox.root(), IgnoreRules::kApply);
  const Listing top = tree->expand(tree->root());
  std::vector<Walk> walks(8);
  std::vector<std::thread> threads;
  for (Walk& walk : walks) {
    threads.emplace_back([&tree, &top, &walk] {
      for (const Folder& folder : top.folders) {
        add_expansion(*tree, folder, walk);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  const Paths expected = walk_of(sandbox.root()).files;
  EXPECT_EQ(expected.size(), 61U);
  for (const Walk& walk : walks) EXPECT_EQ(walk.files, expected);
}

}  // namespace
}  // namespace patrol

#include "scanner/git/repository.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <vector>

#include "scanner/git/files.h"
#include "tests/support/sandbox.h"

namespace patrol {
namespace {

void commit(const Sandbox& sandbox, const std::string& folder) {
  sandbox.git({"-C", folder, "commit", "-q", "--allow-empty", "-m", "x"});
}

// What `git rev-parse` says in `folder`, without the line's end.
std::string rev_parse(const Sandbox& sandbox, const std::string& folder,
                      std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(),
                   {"-C", folder, "rev-parse", "--path-format=absolute"});
  std::string line = sandbox.git(arguments);
  while (line.ends_with('\n')) line.pop_back();
  return line;
}

// REQUIRES: it can be opened.
Repository opened(const std::string& path) {
  Result<Repository> repository = Repository::open(path);
  EXPECT_TRUE(repository) << repository.error().message;
  return repository ? *std::move(repository) : Repository();
}

std::string error_of(const Result<Repository>& repository) {
  return repository ? "" : repository.error().message;
}

void expect_what_git_says(const Sandbox& sandbox, const std::string& folder) {
  const Repository repository = opened(sandbox.at(folder));
  EXPECT_EQ(repository.git_dir,
            rev_parse(sandbox, folder, {"--absolute-git-dir"}));
  EXPECT_EQ(repository.common_dir,
            rev_parse(sandbox, folder, {"--git-common-dir"}));
  EXPECT_EQ(repository.index_file,
            rev_parse(sandbox, folder, {"--git-path", "index"}));
  ASSERT_EQ(repository.object_dirs.size(), 1U);
  EXPECT_EQ(repository.object_dirs[0],
            rev_parse(sandbox, folder, {"--git-path", "objects"}));
  EXPECT_EQ(repository.hash() == HashKind::kSha256 ? "sha256" : "sha1",
            rev_parse(sandbox, folder, {"--show-object-format"}));
  EXPECT_EQ(repository.warnings, std::vector<std::string>());
}

void expect_the_work_tree_that_git_says(const Sandbox& sandbox,
                                        const std::string& folder) {
  const Repository repository = opened(sandbox.at(folder));
  ASSERT_TRUE(repository.work_tree) << folder;
  EXPECT_EQ(*repository.work_tree,
            rev_parse(sandbox, folder, {"--show-toplevel"}));
}

TEST(OpenRepository, FindsThatOfAWorkTreeFromAnyFolderInIt) {
  const Sandbox sandbox;
  sandbox.git({"init", "-q", "main"});
  sandbox.make_folder("main/a/b");
  for (const char* folder : {"main", "main/a", "main/a/b"}) {
    expect_what_git_says(sandbox, folder);
    expect_the_work_tree_that_git_says(sandbox, folder);
  }
}

TEST(OpenRepository, TakesTheGitFolderItself) {
  const Sandbox sandbox;
  sandbox.git({"init", "-q", "main"});
  for (const char* folder : {"main/.git", "main/.git/objects/pack"}) {
    expect_what_git_says(sandbox, folder);
    EXPECT_EQ(opened(sandbox.at(folder)).work_tree, sandbox.at("main"));
  }
}

TEST(OpenRepository, KnowsABareOne) {
  const Sandbox sandbox;
  sandbox.git({"init", "-q", "--bare", "bare"});
  for (const char* folder : {"bare", "bare/refs/heads"}) {
    expect_what_git_says(sandbox, folder);
    EXPECT_EQ(opened(sandbox.at(folder)).work_tree, std::nullopt);
  }
}

TEST(OpenRepository, KnowsASha256One) {
  const Sandbox sandbox;
  sandbox.git({"init", "-q", "--object-format=sha256", "main"});
  expect_what_git_says(sandbox, "main");
  EXPECT_EQ(opened(sandbox.at("main")).hash(), HashKind::kSha256);
}

TEST(OpenRepository, KnowsALinkedWorkTree) {
  const Sandbox sandbox;
  sandbox.git({"init", "-q", "main"});
  commit(sandbox, "main");
  sandbox.git({"-C", "main", "worktree", "add", "-q", "../linked"});
  for (const char* folder : {"linked", "main/.git/worktrees/linked"}) {
    expect_what_git_says(sandbox, folder);
    EXPECT_EQ(opened(sandbox.at(folder)).work_tree, sandbox.at("linked"));
  }
}

TEST(OpenRepository, KnowsALinkedWorkTreeOfABareOne) {
  const Sandbox sandbox;
  sandbox.git({"init", "-q", "main"});
  commit(sandbox, "main");
  sandbox.git({"clone", "-q", "--bare", "main", "bare"});
  sandbox.git({"-C", "bare", "worktree", "add", "-q", "../linked", "-b", "x"});
  expect_what_git_says(sandbox, "linked");
  expect_the_work_tree_that_git_says(sandbox, "linked");
}

TEST(OpenRepository, KnowsASubmodule) {
  const Sandbox sandbox;
  sandbox.git({"init", "-q", "part"});
  commit(sandbox, "part");
  sandbox.git({"init", "-q", "main"});
  sandbox.git({"-C", "main", "submodule", "--quiet", "add", "../part", "sub"});
  for (const char* folder : {"main/sub", "main/.git/modules/sub"}) {
    expect_what_git_says(sandbox, folder);
    EXPECT_EQ(opened(sandbox.at(folder)).work_tree, sandbox.at("main/sub"));
  }
}

TEST(OpenRepository, KnowsASeparateGitFolder) {
  const Sandbox sandbox;
  sandbox.git({"init", "-q", "--separate-git-dir", sandbox.at("kept"), "main"});
  expect_what_git_says(sandbox, "main");
  expect_the_work_tree_that_git_says(sandbox, "main");
}

TEST(OpenRepository, FollowsSymbolicLinks) {
  const Sandbox sandbox;
  sandbox.git({"init", "-q", "main"});
  ASSERT_EQ(::symlink("main", sandbox.at("link").c_str()), 0);
  sandbox.make_folder("other");
  ASSERT_EQ(::symlink("../main/.git", sandbox.at("other/.git").c_str()), 0);
  EXPECT_EQ(opened(sandbox.at("link")).git_dir, sandbox.at("main/.git"));
  EXPECT_EQ(opened(sandbox.at("other")).git_dir, sandbox.at("main/.git"));
  EXPECT_EQ(opened(sandbox.at("other")).work_tree, sandbox.at("other"));
}

TEST(OpenRepository, PassesADotGitThatIsNone) {
  const Sandbox sandbox;
  sandbox.git({"init", "-q", "main"});
  sandbox.make_folder("main/a/.git");
  EXPECT_EQ(opened(sandbox.at("main/a")).git_dir, sandbox.at("main/.git"));
}

TEST(OpenRepository, BelievesNoWorkTreeWhoseDotGitSaysOtherwise) {
  const Sandbox sandbox;
  sandbox.git({"init", "-q", "main"});
  sandbox.git({"-C", "main", "config", "core.worktree", "/"});
  EXPECT_EQ(opened(sandbox.at("main")).work_tree, std::nullopt);
}

TEST(OpenRepository, HeedsAWorkTreesOwnConfiguration) {
  const Sandbox sandbox;
  sandbox.git({"init", "-q", "main"});
  commit(sandbox, "main");
  sandbox.git({"-C", "main", "worktree", "add", "-q", "../linked"});
  sandbox.git({"-C", "main", "config", "extensions.worktreeConfig", "true"});
  sandbox.git({"-C", "main", "config", "--worktree", "core.bare", "true"});
  EXPECT_EQ(opened(sandbox.at("main")).work_tree, std::nullopt);
  EXPECT_EQ(opened(sandbox.at("linked")).work_tree, sandbox.at("linked"));
}

TEST(OpenRepository, KnowsTheBorderOfAShallowClone) {
  const Sandbox sandbox;
  sandbox.git({"init", "-q", "main"});
  for (int i = 0; i < 3; ++i) commit(sandbox, "main");
  EXPECT_FALSE(opened(sandbox.at("main")).is_shallow());
  sandbox.git(
      {"clone", "-q", "--depth=2", "file://" + sandbox.at("main"), "clone"});
  const Repository clone = opened(sandbox.at("clone"));
  ASSERT_TRUE(clone.is_shallow());
  EXPECT_EQ(clone.shallow,
            (std::vector<ObjectId>{*ObjectId::from_hex(
                rev_parse(sandbox, "main", {"HEAD~1"}), HashKind::kSha1)}));
}

TEST(OpenRepository, WarnsOfABrokenShallowFile) {
  const Sandbox sandbox;
  sandbox.git({"init", "-q"});
  sandbox.write(".git/shallow", "none\n");
  EXPECT_EQ(opened(sandbox.root()).warnings,
            (std::vector<std::string>{"shallow: a line is no commit"}));
}

TEST(OpenRepository, KnowsAPartialClone) {
  const Sandbox sandbox;
  sandbox.git({"init", "-q", "main"});
  commit(sandbox, "main");
  sandbox.git({"-C", "main", "config", "uploadpack.allowFilter", "true"});
  sandbox.git({"clone", "-q", "--filter=blob:none",
               "file://" + sandbox.at("main"), "clone"});
  EXPECT_FALSE(opened(sandbox.at("main")).is_partial());
  EXPECT_TRUE(opened(sandbox.at("clone")).is_partial());
}

TEST(OpenRepository, ListsTheFoldersThatObjectsAreIn) {
  const Sandbox sandbox;
  sandbox.git({"init", "-q", "main"});
  sandbox.git({"clone", "-q", "--shared", "main", "clone"});
  EXPECT_EQ(opened(sandbox.at("clone")).object_dirs,
            (std::vector<std::string>{sandbox.at("clone/.git/objects"),
                                      sandbox.at("main/.git/objects")}));
}

TEST(OpenRepository, SaysWhereNoneIs) {
  const Sandbox sandbox;
  sandbox.write("file");
  EXPECT_EQ(error_of(Repository::open(sandbox.at("none"))),
            "there is no such folder");
  EXPECT_EQ(error_of(Repository::open(sandbox.at("file"))),
            "there is no such folder");
  EXPECT_EQ(error_of(Repository::open(sandbox.root())),
            "it is not in a git repository");
}

TEST(OpenRepository, NamesWhatItCannotRead) {
  const Sandbox sandbox;
  sandbox.git({"init", "-q"});
  sandbox.write(".git/config",
                "[core]\nrepositoryformatversion = 1\n[extensions]\nfoo = 1\n");
  EXPECT_EQ(error_of(Repository::open(sandbox.root())),
            "cannot read: extensions.foo");
  sandbox.write(".git/config", "[core\n");
  EXPECT_EQ(error_of(Repository::open(sandbox.root())),
            "config: line 1: not a section");
}

TEST(OpenRepository, NeedsNoConfiguration) {
  const Sandbox sandbox;
  sandbox.git({"init", "-q"});
  std::filesystem::remove(sandbox.at(".git/config"));
  EXPECT_EQ(opened(sandbox.root()).work_tree, sandbox.root());
}

TEST(OpenRepository, RefusesADotGitThatLeadsNowhere) {
  const Sandbox sandbox;
  for (const char* text : {"gitdir: none", "gitdir: ", "", "x"}) {
    sandbox.write(".git", text);
    EXPECT_EQ(error_of(Repository::open(sandbox.root())),
              "its .git leads to no repository");
  }
}

TEST(OpenRepository, WaitsForNoFifo) {
  for (const char* file : {".git/HEAD", ".git/config", ".git/commondir"}) {
    const Sandbox sandbox;
    sandbox.git({"init", "-q"});
    std::filesystem::remove(sandbox.at(file));
    ::mkfifo(sandbox.at(file).c_str(), 0600);
    EXPECT_EQ(error_of(Repository::open(sandbox.root())),
              std::string(file + 5) + ": not a regular file");
  }
  const Sandbox sandbox;
  ::mkfifo(sandbox.at(".git").c_str(), 0600);
  EXPECT_EQ(error_of(Repository::open(sandbox.root())),
            ".git: not a regular file");
}

TEST(OpenRepository, BelievesTheOwnerOfTheFolderOnly) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give files away";
  const Sandbox sandbox;
  sandbox.git({"init", "-q"});
  sandbox.make_folder("a");
  ASSERT_EQ(::chown(sandbox.at(".git").c_str(), 1234, 1234), 0);
  for (const std::string& path :
       {sandbox.root(), sandbox.at("a"), sandbox.at(".git")}) {
    EXPECT_EQ(error_of(Repository::open(path)), "it belongs to another user");
  }
  ASSERT_EQ(::chown(sandbox.root().c_str(), 1234, 1234), 0);
  opened(sandbox.root());
}

TEST(OpenRepository, BelievesAForeignDotGitFileNoMore) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give files away";
  const Sandbox sandbox;
  sandbox.git({"init", "-q", "main"});
  sandbox.write("a/.git", "gitdir: ../main/.git");
  ASSERT_EQ(::chown(sandbox.at("a/.git").c_str(), 1234, 1234), 0);
  EXPECT_EQ(error_of(Repository::open(sandbox.at("a"))),
            "it belongs to another user");
}

TEST(OpenRepository, BelievesABareOneThatIsNamed) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give files away";
  const Sandbox sandbox;
  sandbox.git({"init", "-q", "--bare", "bare"});
  ASSERT_EQ(::chown(sandbox.at("bare").c_str(), 1234, 1234), 0);
  opened(sandbox.at("bare"));
  EXPECT_EQ(error_of(Repository::open(sandbox.at("bare/refs"))),
            "it belongs to another user");
}

}  // namespace
}  // namespace patrol

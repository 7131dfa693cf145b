#include "scanner/git/work_tree.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>

#include "tests/support/sandbox.h"

namespace patrol {
namespace {

// REQUIRES: no error.
std::optional<WorkTree> found(const std::string& folder) {
  const Result<std::optional<WorkTree>> tree = find_work_tree(folder);
  EXPECT_TRUE(tree) << tree.error().message;
  return tree ? *tree : std::nullopt;
}

TEST(FindWorkTree, ClimbsToTheRoot) {
  const Sandbox sandbox;
  sandbox.git({"init", "-q"});
  sandbox.make_folder("a/b/c");
  for (const char* folder : {"", "/a", "/a/b/c"}) {
    const auto tree = found(sandbox.root() + folder);
    ASSERT_TRUE(tree);
    EXPECT_EQ(tree->root, sandbox.root());
    EXPECT_EQ(tree->index_file, sandbox.at(".git/index"));
    EXPECT_EQ(tree->info_exclude, sandbox.at(".git/info/exclude"));
    EXPECT_EQ(tree->excludes_file, sandbox.home() + "/git/ignore");
    EXPECT_FALSE(tree->ignores_case);
  }
}

TEST(FindWorkTree, FindsNoneWhereThereIsNone) {
  const Sandbox sandbox;
  EXPECT_FALSE(found(sandbox.root()));
  sandbox.git({"init", "-q", "--bare", "bare"});
  EXPECT_FALSE(found(sandbox.at("bare")));
  EXPECT_FALSE(found(sandbox.at("bare/hooks")));
}

TEST(FindWorkTree, FindsNoneInsideOfDotGit) {
  const Sandbox sandbox;
  sandbox.git({"init", "-q"});
  EXPECT_FALSE(found(sandbox.at(".git")));
  EXPECT_FALSE(found(sandbox.at(".git/objects")));
}

TEST(FindWorkTree, PassesADotGitThatIsNoRepository) {
  const Sandbox sandbox;
  sandbox.git({"init", "-q"});
  sandbox.make_folder("a/.git");
  const auto tree = found(sandbox.at("a"));
  ASSERT_TRUE(tree);
  EXPECT_EQ(tree->root, sandbox.root());
}

TEST(FindWorkTree, DoesNotFollowTheWorkTreeSomewhereElse) {
  const Sandbox sandbox;
  sandbox.git({"init", "-q"});
  sandbox.git({"config", "core.worktree", "/"});
  EXPECT_FALSE(found(sandbox.root()));
}

TEST(OpenWorkTree, KnowsALinkedWorkTree) {
  const Sandbox sandbox;
  sandbox.git({"init", "-q", "main"});
  sandbox.git({"-C", "main", "commit", "--allow-empty", "-qm", "x"});
  sandbox.git({"-C", "main", "worktree", "add", "-q", "../linked"});
  const auto tree = found(sandbox.at("linked"));
  ASSERT_TRUE(tree);
  EXPECT_EQ(tree->root, sandbox.at("linked"));
  EXPECT_EQ(tree->index_file, sandbox.at("main/.git/worktrees/linked/index"));
  EXPECT_EQ(std::filesystem::weakly_canonical(tree->info_exclude),
            sandbox.at("main/.git/info/exclude"));
}

TEST(OpenWorkTree, ReadsTheConfiguration) {
  const Sandbox sandbox;
  sandbox.git({"init", "-q"});
  sandbox.git({"config", "core.ignorecase", "true"});
  sandbox.git({"config", "core.excludesFile", "~/rules"});
  EXPECT_TRUE(found(sandbox.root())->ignores_case);
  EXPECT_EQ(found(sandbox.root())->excludes_file,
            std::string(std::getenv("HOME")) + "/rules");
  sandbox.git({"config", "core.excludesFile", "in/here"});
  EXPECT_EQ(found(sandbox.root())->excludes_file, sandbox.at("in/here"));
}

TEST(OpenWorkTree, OpensRepositoriesWithHarmlessExtensions) {
  const Sandbox sandbox;
  sandbox.git({"init", "-q"});
  sandbox.git({"config", "core.repositoryformatversion", "1"});
  for (const char* name : {"worktreeConfig", "partialClone"}) {
    sandbox.git({"config", std::string("extensions.") + name, "true"});
  }
  EXPECT_TRUE(found(sandbox.root()));
}

TEST(OpenWorkTree, SaysWhatItCannotOpen) {
  const Sandbox sandbox;
  sandbox.git({"init", "-q", "--object-format=sha256", "sha256"});
  sandbox.git({"init", "-q", "broken"});
  sandbox.write("broken/.git/config", "[core\n");
  sandbox.git({"init", "-q", "fifo"});
  std::filesystem::remove(sandbox.at("fifo/.git/config"));
  ::mkfifo(sandbox.at("fifo/.git/config").c_str(), 0600);
  for (const char* name : {"sha256", "broken", "fifo"}) {
    const auto tree = find_work_tree(sandbox.at(name));
    ASSERT_FALSE(tree) << name;
    EXPECT_NE(tree.error().message, "");
  }
}

TEST(OpenWorkTree, BelievesTheOwnerOfTheFolderOnly) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give files away";
  const Sandbox sandbox;
  sandbox.git({"init", "-q"});
  ASSERT_EQ(::chown(sandbox.at(".git").c_str(), 1234, 1234), 0);
  const auto foreign = find_work_tree(sandbox.root());
  ASSERT_FALSE(foreign);
  EXPECT_EQ(foreign.error().message, "it belongs to another user");
  ASSERT_EQ(::chown(sandbox.root().c_str(), 1234, 1234), 0);
  EXPECT_TRUE(found(sandbox.root()));
}

}  // namespace
}  // namespace patrol

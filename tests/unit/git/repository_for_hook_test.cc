// Repositories as git's variables tell a hook of them.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "scanner/git/files.h"
#include "scanner/git/repository.h"
#include "tests/support/sandbox.h"

namespace patrol {
namespace {

void commit(const Sandbox& sandbox, const std::string& folder) {
  sandbox.git({"-C", folder, "commit", "-q", "--allow-empty", "-m", "x"});
}

std::string error_of(const Result<Repository>& repository) {
  return repository ? "" : repository.error().message;
}

// Runs `git ARGUMENTS` with a hook that writes down its variables and folder.
struct HookRun {
  GitEnvironment environment;
  std::string folder;
};

HookRun run_hook(const Sandbox& sandbox, const std::string& hook,
                 std::vector<std::string> arguments) {
  const std::string out = sandbox.home() + "/variables";
  sandbox.write(hook,
                "#!/bin/sh\n{ pwd; for v in GIT_DIR GIT_COMMON_DIR "
                "GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES "
                "GIT_INDEX_FILE GIT_WORK_TREE GIT_SHALLOW_FILE; do "
                "eval \"echo \\\"\\$$v\\\"\"; done; } >" +
                    out + "\n");
  ::chmod(sandbox.at(hook).c_str(), 0755);
  sandbox.git(std::move(arguments));
  std::vector<std::optional<std::string>> lines;
  const std::string text = read_file(out, 100000)->value_or("");
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    lines.emplace_back(text.substr(at, end - at));
    if (lines.back()->empty()) lines.back() = std::nullopt;
    at = end + 1;
  }
  lines.resize(8);
  return {
      {lines[1], lines[2], lines[3], lines[4], lines[5], lines[6], lines[7]},
      lines[0].value_or("")};
}

TEST(OpenRepositoryForHook, ReadsTheIndexThatACommitMade) {
  const Sandbox sandbox;
  sandbox.git({"init", "-q"});
  sandbox.write("file");
  sandbox.git({"add", "file"});
  const HookRun run = run_hook(sandbox, ".git/hooks/pre-commit",
                               {"commit", "-qm", "x", "--", "file"});
  const auto repository =
      Repository::open_for_hook(run.environment, run.folder);
  ASSERT_TRUE(repository);
  EXPECT_EQ(repository->work_tree, sandbox.root());
  EXPECT_TRUE(
      repository->index_file.starts_with(sandbox.at(".git/next-index-")))
      << repository->index_file;
}

TEST(OpenRepositoryForHook, KnowsALinkedWorkTree) {
  const Sandbox sandbox;
  sandbox.git({"init", "-q", "main"});
  commit(sandbox, "main");
  sandbox.git({"-C", "main", "worktree", "add", "-q", "../linked"});
  const HookRun run =
      run_hook(sandbox, "main/.git/hooks/pre-commit",
               {"-C", "linked", "commit", "-q", "--allow-empty", "-m", "x"});
  EXPECT_TRUE(run.environment.git_dir);
  const auto repository =
      Repository::open_for_hook(run.environment, run.folder);
  ASSERT_TRUE(repository);
  EXPECT_EQ(repository->git_dir, sandbox.at("main/.git/worktrees/linked"));
  EXPECT_EQ(repository->common_dir, sandbox.at("main/.git"));
  EXPECT_EQ(repository->work_tree, sandbox.at("linked"));
}

TEST(OpenRepositoryForHook, HeedsAWorkTreeElsewhere) {
  const Sandbox sandbox;
  sandbox.git({"init", "-q", "--bare", "kept"});
  sandbox.git({"-C", "kept", "config", "core.bare", "false"});
  sandbox.make_folder("files");
  const HookRun run = run_hook(sandbox, "kept/hooks/pre-commit",
                               {"--git-dir=kept", "--work-tree=files", "commit",
                                "-q", "--allow-empty", "-m", "x"});
  const auto repository =
      Repository::open_for_hook(run.environment, run.folder);
  ASSERT_TRUE(repository);
  EXPECT_EQ(repository->git_dir, sandbox.at("kept"));
  EXPECT_EQ(repository->work_tree, sandbox.at("files"));
}

TEST(OpenRepositoryForHook, SeesTheQuarantineOfAPush) {
  const Sandbox sandbox;
  sandbox.git({"init", "-q", "main"});
  commit(sandbox, "main");
  sandbox.git({"init", "-q", "--bare", "bare"});
  HookRun run = run_hook(sandbox, "bare/hooks/pre-receive",
                         {"-C", "main", "push", "-q", "../bare", "HEAD:x"});
  ASSERT_TRUE(run.environment.object_directory);
  // The quarantine is gone when the push is over.
  std::filesystem::create_directories(*run.environment.object_directory);
  const auto repository =
      Repository::open_for_hook(run.environment, run.folder);
  ASSERT_TRUE(repository);
  EXPECT_EQ(repository->work_tree, std::nullopt);
  EXPECT_EQ(
      repository->object_dirs,
      (std::vector<std::string>{real_path(*run.environment.object_directory),
                                sandbox.at("bare/objects")}));
}

TEST(OpenRepositoryForHook, UnquotesAlternates) {
  const Sandbox sandbox;
  sandbox.git({"init", "-q", "--bare", "bare"});
  sandbox.make_folder("a:\"b");
  GitEnvironment environment;
  environment.git_dir = ".";
  environment.alternate_object_directories =
      "\"" + sandbox.at("a:\\\"b") + "\":../bare";
  const auto repository =
      Repository::open_for_hook(environment, sandbox.at("bare"));
  ASSERT_TRUE(repository);
  EXPECT_EQ(
      repository->object_dirs,
      (std::vector<std::string>{sandbox.at("bare/objects"), sandbox.at("a:\"b"),
                                sandbox.at("bare")}));
}

TEST(OpenRepositoryForHook, KnowsTheBorderOfAPushFromAShallowClone) {
  const Sandbox sandbox;
  sandbox.git({"init", "-q"});
  const std::string hex(40, '1');
  sandbox.write(".git/shallow_x", hex + "\n");
  GitEnvironment environment;
  environment.git_dir = ".git";
  environment.shallow_file = ".git/shallow_x";
  const auto repository =
      Repository::open_for_hook(environment, sandbox.root());
  ASSERT_TRUE(repository);
  EXPECT_EQ(repository->shallow,
            (std::vector<ObjectId>{*ObjectId::from_hex(hex, HashKind::kSha1)}));
}

TEST(OpenRepositoryForHook, SaysWhichVariableIsWrong) {
  const Sandbox sandbox;
  sandbox.git({"init", "-q"});
  GitEnvironment environment;
  environment.git_dir = "none";
  EXPECT_EQ(error_of(Repository::open_for_hook(environment, sandbox.root())),
            "GIT_DIR: it is not a git repository");
  environment.git_dir = ".git";
  environment.common_dir = "none";
  EXPECT_EQ(error_of(Repository::open_for_hook(environment, sandbox.root())),
            "GIT_COMMON_DIR: it leads nowhere");
  environment.common_dir = std::nullopt;
  environment.object_directory = "none";
  EXPECT_EQ(error_of(Repository::open_for_hook(environment, sandbox.root())),
            "its folder of objects is not there");
}

TEST(GitEnvironment, TakesAnEmptyVariableForNone) {
  ::setenv("GIT_DIR", "/x", 1);
  ::setenv("GIT_INDEX_FILE", "", 1);
  const GitEnvironment environment = GitEnvironment::of_process();
  EXPECT_EQ(environment.git_dir, "/x");
  EXPECT_EQ(environment.index_file, std::nullopt);
  EXPECT_EQ(environment.work_tree, std::nullopt);
  ::unsetenv("GIT_DIR");
  ::unsetenv("GIT_INDEX_FILE");
}

}  // namespace
}  // namespace patrol

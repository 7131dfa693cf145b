#include "scanner/git/git_plumbing.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <string>
#include <vector>

#include "scanner/git/files.h"
#include "tests/support/sandbox.h"

namespace patrol {
namespace {

// A repository beside a folder for programs, which is all of PATH.
class Plumbing : public testing::Test {
 protected:
  Plumbing() : path_(std::getenv("PATH")) {
    sandbox_.git({"init", "-q", "main"});
    sandbox_.git({"-C", "main", "commit", "-q", "--allow-empty", "-m", "x"});
    repository_ = *Repository::open(sandbox_.at("main"));
  }
  ~Plumbing() override { ::setenv("PATH", path_.c_str(), 1); }

  void plant_git(const std::string& script) {
    plant("bin/git", script);
    ::setenv("PATH", sandbox_.at("bin").c_str(), 1);
  }
  void plant(const std::string& path, const std::string& script) {
    sandbox_.write(path, "#!/bin/sh\n" + script);
    ::chmod(sandbox_.at(path).c_str(), 0755);
  }

  // The output, or "error: " and why there is none.
  std::string run(const std::vector<std::string>& arguments,
                  const ProgramLimits& limits = ProgramLimits()) {
    const auto output = run_git(repository_, arguments, limits);
    return output ? *output : "error: " + output.error().message;
  }

  Sandbox sandbox_;
  Repository repository_;
  std::string path_;
};

TEST_F(Plumbing, AnswersAsGitDoes) {
  const std::vector<std::string> command = {
      "for-each-ref", "--format=%(objectname) %(refname)"};
  std::vector<std::string> there = {"-C", "main"};
  there.insert(there.end(), command.begin(), command.end());
  EXPECT_EQ(run(command), sandbox_.git(there));
}

TEST_F(Plumbing, AnswersForARepositoryOfAnotherUser) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give files away";
  for (const char* path : {"main", "main/.git"}) {
    ASSERT_EQ(::chown(sandbox_.at(path).c_str(), 1234, 1234), 0);
  }
  EXPECT_EQ(run({"rev-parse", "--git-dir"}), sandbox_.at("main/.git") + "\n");
}

TEST_F(Plumbing, AnswersThoughAReferencedObjectIsMissing) {
  const std::string none(40, '1');
  sandbox_.write("main/.git/refs/heads/none", none + "\n");
  EXPECT_NE(run({"for-each-ref", "--format=%(objectname)"}).find(none),
            std::string::npos);
}

TEST_F(Plumbing, SaysWhatGitComplainsAbout) {
  EXPECT_EQ(run({"rev-parse", "--verify", "none"}),
            "error: git rev-parse fails: fatal: Needed a single revision");
}

TEST_F(Plumbing, RunsNothingOfTheRepository) {
  const std::string mark = sandbox_.at("mark");
  plant("run", "touch " + mark + "\n");
  const std::string program = sandbox_.at("run");
  for (const char* key :
       {"core.pager", "core.fsmonitor", "core.sshCommand", "core.editor",
        "core.askPass", "core.alternateRefsCommand", "diff.external",
        "credential.helper", "pager.for-each-ref", "alias.for-each-ref",
        "alias.rev-parse"}) {
    sandbox_.git({"-C", "main", "config", key, program});
  }
  sandbox_.git({"-C", "main", "config", "core.hooksPath", sandbox_.at(".")});
  EXPECT_FALSE(run({"for-each-ref"}).starts_with("error"));
  EXPECT_FALSE(run({"rev-parse", "HEAD"}).starts_with("error"));
  EXPECT_FALSE(exists(mark));
}

TEST_F(Plumbing, GivesGitAnEnvironmentOfItsOwn) {
  ::setenv("GIT_SSH", "/bin/false", 1);
  ::setenv("LD_PRELOAD_NOT", "x", 1);
  plant_git("/usr/bin/env\n");
  const std::string environment = run({"x"});
  ::unsetenv("GIT_SSH");
  ::unsetenv("LD_PRELOAD_NOT");
  EXPECT_EQ(environment.find("GIT_SSH="), std::string::npos);
  EXPECT_EQ(environment.find("LD_PRELOAD_NOT"), std::string::npos);
  EXPECT_EQ(environment.find(sandbox_.at("bin")), std::string::npos);
  for (const char* line :
       {"GIT_CONFIG_NOSYSTEM=1\n", "GIT_CONFIG_GLOBAL=/dev/null\n",
        "HOME=/nonexistent\n", "GIT_TERMINAL_PROMPT=0\n"}) {
    EXPECT_NE(environment.find(line), std::string::npos) << line;
  }
  EXPECT_NE(environment.find("GIT_DIR=" + sandbox_.at("main/.git") + "\n"),
            std::string::npos);
}

TEST_F(Plumbing, GivesGitNoInputAndNoOpenFile) {
  plant_git("cat; ls /proc/self/fd | wc -l\n");
  // Standard input, output and error, and the folder that ls reads.
  EXPECT_EQ(run({"x"}), "4\n");
}

TEST_F(Plumbing, EndsWhatTakesTooLong) {
  plant_git("/bin/sleep 100 & echo $!; wait\n");
  ProgramLimits limits;
  limits.time = std::chrono::milliseconds(200);
  EXPECT_EQ(run({"x"}, limits), "error: git x: it takes too long");
}

TEST_F(Plumbing, EndsWhatGoesOnWithoutOutput) {
  plant_git("exec >&- 2>&-; exec /bin/sleep 100\n");
  ProgramLimits limits;
  limits.time = std::chrono::milliseconds(200);
  EXPECT_TRUE(run({"x"}, limits).starts_with("error: git"));
}

TEST_F(Plumbing, EndsWhatSaysTooMuch) {
  plant_git("exec /usr/bin/yes\n");
  ProgramLimits limits;
  limits.most_output = 1000;
  EXPECT_EQ(run({"x"}, limits), "error: git x: it says too much");
}

TEST_F(Plumbing, HearsAsMuchComplaintAsThereIs) {
  plant_git("/usr/bin/yes | /usr/bin/head -c 1000000 >&2; echo done\n");
  EXPECT_EQ(run({"x"}), "done\n");
}

TEST_F(Plumbing, SaysThatThereIsNoGit) {
  ::setenv("PATH", "/none", 1);
  EXPECT_EQ(run({"x"}), "error: git: it is not installed");
  ::unsetenv("PATH");
  EXPECT_EQ(run({"x"}), "error: git: it is not installed");
}

TEST_F(Plumbing, TakesNoGitOutOfTheRepository) {
  plant("main/git", "");
  plant("main/.git/git", "");
  plant("bin/git", "");
  ASSERT_EQ(::symlink("main", sandbox_.at("link").c_str()), 0);
  sandbox_.make_folder("linked");
  ASSERT_EQ(::symlink("../main/git", sandbox_.at("linked/git").c_str()), 0);
  const std::vector<std::string> scanned = {sandbox_.at("main")};
  const std::string inside = sandbox_.at("main") + ":" +
                             sandbox_.at("main/.git") + ":" +
                             sandbox_.at("link") + ":" + sandbox_.at("linked");
  EXPECT_EQ(find_git(inside, scanned), "");
  EXPECT_EQ(find_git(inside + ":" + sandbox_.at("bin"), scanned),
            sandbox_.at("bin/git"));
}

TEST_F(Plumbing, TakesOnlyAProgramInAnAbsoluteFolder) {
  sandbox_.write("a/git", "no program");
  sandbox_.make_folder("b/git");
  plant("bin/git", "");
  ASSERT_EQ(::chdir(sandbox_.at("bin").c_str()), 0);
  EXPECT_EQ(find_git(".::" + sandbox_.at("a") + ":" + sandbox_.at("b"), {}),
            "");
  EXPECT_EQ(find_git(".:" + sandbox_.at("bin") + ":", {}),
            sandbox_.at("bin/git"));
  ASSERT_EQ(::chdir("/"), 0);
}

}  // namespace
}  // namespace patrol

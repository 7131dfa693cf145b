// References in a reftable, which git is asked for.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "scanner/git/refs.h"
#include "tests/support/sandbox.h"

namespace patrol {
namespace {

// A repository of files that says it is a reftable, and a `git` that answers as
// one that can read it. (git 2.45 is the first that can.)
class RefsInAReftable : public testing::Test {
 protected:
  RefsInAReftable() : path_(std::getenv("PATH")) {
    sandbox_.git({"init", "-q", "-b", "main", "main"});
    sandbox_.git(
        {"-C", "main", "commit", "-q", "--allow-empty", "-m", "message"});
    id_ = sandbox_.git({"-C", "main", "rev-parse", "HEAD"}).substr(0, 40);
    sandbox_.write("main/.git/HEAD", "ref: refs/heads/.invalid\n");
    sandbox_.write("main/.git/config",
                   "[core]\nrepositoryformatversion = 1\n"
                   "[extensions]\nrefStorage = reftable\n");
  }
  ~RefsInAReftable() override { ::setenv("PATH", path_.c_str(), 1); }

  // The git that is found from now on is this shell script.
  void plant_git(const std::string& folder, const std::string& script) {
    sandbox_.write(folder + "/git", "#!/bin/sh\n" + script);
    ::chmod(sandbox_.at(folder + "/git").c_str(), 0755);
    ::setenv("PATH", sandbox_.at(folder).c_str(), 1);
  }

  Repository opened() const { return *Repository::open(sandbox_.at("main")); }

  Sandbox sandbox_;
  std::string path_;
  std::string id_;
};

TEST_F(RefsInAReftable, AreAskedOfGit) {
  sandbox_.write("main/.git/MERGE_HEAD", id_ + "\n");
  plant_git("bin", "case \"$*\" in *for-each-ref*) echo " + id_ +
                       " refs/heads/main;; *rev-parse*--quiet\\ HEAD) echo " +
                       id_ + ";; *) exit 1; esac\n");
  const Result<Refs> refs = read_refs(opened());
  ASSERT_TRUE(refs) << refs.error().message;
  for (const char* name : {"HEAD", "MERGE_HEAD", "refs/heads/main"}) {
    const ObjectId* id = refs->find(name);
    ASSERT_NE(id, nullptr) << name;
    EXPECT_EQ(id->hex(HashKind::kSha1), id_) << name;
  }
  EXPECT_EQ(refs->refs.size(), 3U);
  EXPECT_EQ(
      refs->warnings,
      (std::vector<std::string>{"logs: those of a reftable are not read"}));
  const auto head = read_head(opened());
  ASSERT_TRUE(head && *head);
  EXPECT_EQ((*head)->hex(HashKind::kSha1), id_);
}

TEST_F(RefsInAReftable, AreAnErrorWithoutGit) {
  ::setenv("PATH", sandbox_.at("none").c_str(), 1);
  const auto refs = read_refs(opened());
  ASSERT_FALSE(refs);
  EXPECT_EQ(refs.error().message, "git: it is not installed");
}

TEST_F(RefsInAReftable, AreAnErrorWhereGitCannotReadThem) {
  plant_git("bin", "echo 'fatal: unknown extension' >&2; exit 128\n");
  const auto refs = read_refs(opened());
  ASSERT_FALSE(refs);
  EXPECT_EQ(refs.error().message,
            "git for-each-ref fails: fatal: unknown extension");
}

}  // namespace
}  // namespace patrol

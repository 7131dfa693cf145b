#include "scanner/git/refs.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "scanner/git/files.h"
#include "tests/support/sandbox.h"

namespace patrol {
namespace {

using Names = std::vector<std::string>;

void commit(const Sandbox& sandbox, const std::string& folder = ".") {
  static int count = 0;
  sandbox.git({"-C", folder, "commit", "-q", "--allow-empty", "-m",
               std::to_string(++count)});
}

Repository opened(const Sandbox& sandbox, const std::string& folder = ".") {
  return *Repository::open(sandbox.at(folder));
}

// REQUIRES: they can be read.
Refs read(const Repository& repository) {
  Result<Refs> refs = read_refs(repository);
  EXPECT_TRUE(refs) << refs.error().message;
  return refs ? *std::move(refs) : Refs();
}

std::string id_of(const Sandbox& sandbox, const std::string& name,
                  const std::string& folder = ".") {
  return sandbox.git({"-C", folder, "rev-parse", name}).substr(0, 40);
}

// "id name", a line each, of those below refs/.
std::string below_refs(const Refs& refs, HashKind hash) {
  std::string lines;
  for (const Ref& ref : refs.refs) {
    if (!ref.name.starts_with("refs/")) continue;
    lines += ref.id.hex(hash) + " " + ref.name + "\n";
  }
  return lines;
}
std::string said_by_git(const Sandbox& sandbox,
                        const std::string& folder = ".") {
  return sandbox.git(
      {"-C", folder, "for-each-ref", "--format=%(objectname) %(refname)"});
}

// "" if there is none of that name.
std::string hex_of(const Refs& refs, std::string_view name) {
  const ObjectId* id = refs.find(name);
  return id == nullptr ? "" : id->hex(HashKind::kSha1);
}

std::string head_of(const Repository& repository) {
  const auto head = read_head(repository);
  if (!head) return "error: " + head.error().message;
  return *head ? (*head)->hex(repository.hash()) : "";
}

void expect_what_git_says(const Sandbox& sandbox,
                          const std::string& folder = ".") {
  const Repository repository = opened(sandbox, folder);
  const Refs refs = read(repository);
  EXPECT_EQ(below_refs(refs, repository.hash()), said_by_git(sandbox, folder));
  EXPECT_EQ(refs.warnings, Names());
  const std::string head = sandbox.git({"-C", folder, "rev-parse", "HEAD"});
  EXPECT_EQ(head_of(repository) + "\n", head);
  ASSERT_NE(refs.find("HEAD"), nullptr);
  EXPECT_EQ(refs.find("HEAD")->hex(repository.hash()) + "\n", head);
}

class RefsOfGit : public testing::TestWithParam<const char*> {
 protected:
  RefsOfGit() {
    sandbox_.git({"init", "-q", std::string("--object-format=") + GetParam()});
    commit(sandbox_);
    sandbox_.git({"branch", "a/b"});
    sandbox_.git({"tag", "-am", "x", "v1"});
    sandbox_.git({"notes", "add", "-m", "x"});
    sandbox_.git({"update-ref", "refs/remotes/origin/main", "HEAD"});
    sandbox_.git({"symbolic-ref", "refs/remotes/origin/HEAD",
                  "refs/remotes/origin/main"});
  }
  Sandbox sandbox_;
};

TEST_P(RefsOfGit, AreReadFromTheirFiles) { expect_what_git_says(sandbox_); }

TEST_P(RefsOfGit, AreReadFromPackedRefs) {
  sandbox_.git({"pack-refs", "--all"});
  EXPECT_FALSE(exists(sandbox_.at(".git/refs/heads/a/b")));
  expect_what_git_says(sandbox_);
}

TEST_P(RefsOfGit, AreReadFromTheirFilesBeforePackedRefs) {
  sandbox_.git({"pack-refs", "--all"});
  commit(sandbox_);
  sandbox_.git({"branch", "-f", "a/b"});
  sandbox_.git({"tag", "v2"});
  expect_what_git_says(sandbox_);
}

INSTANTIATE_TEST_SUITE_P(BothHashes, RefsOfGit,
                         testing::Values("sha1", "sha256"));

TEST(ReadRefs, ReadsTheStash) {
  const Sandbox sandbox;
  sandbox.git({"init", "-q"});
  sandbox.write("file", "1");
  sandbox.git({"add", "."});
  commit(sandbox);
  for (const char* text : {"2", "3"}) {
    sandbox.write("file", text);
    sandbox.git({"stash", "-q"});
  }
  expect_what_git_says(sandbox);
  const Refs refs = read(opened(sandbox));
  for (const char* name : {"stash@{0}", "stash@{1}"}) {
    const std::string hex = id_of(sandbox, name);
    EXPECT_TRUE(std::binary_search(refs.logged.begin(), refs.logged.end(),
                                   *ObjectId::from_hex(hex, HashKind::kSha1)));
  }
}

TEST(ReadRefs, KnowsADetachedHead) {
  const Sandbox sandbox;
  sandbox.git({"init", "-q"});
  commit(sandbox);
  commit(sandbox);
  sandbox.git({"checkout", "-q", "--detach", "HEAD~"});
  expect_what_git_says(sandbox);
}

TEST(ReadRefs, KnowsAnUnbornHead) {
  const Sandbox sandbox;
  sandbox.git({"init", "-q"});
  const Refs refs = read(opened(sandbox));
  EXPECT_TRUE(refs.refs.empty());
  EXPECT_TRUE(refs.dangling.empty());
  EXPECT_EQ(refs.warnings, Names());
  EXPECT_EQ(head_of(opened(sandbox)), "");
}

TEST(ReadRefs, ReadsAHeadThatIsASymbolicLink) {
  const Sandbox sandbox;
  sandbox.git({"init", "-q"});
  commit(sandbox);
  const std::string branch = sandbox.git({"symbolic-ref", "HEAD"});
  std::filesystem::remove(sandbox.at(".git/HEAD"));
  ASSERT_EQ(::symlink(branch.substr(0, branch.size() - 1).c_str(),
                      sandbox.at(".git/HEAD").c_str()),
            0);
  expect_what_git_says(sandbox);
}

TEST(ReadRefs, ReadsWhatFetchFound) {
  const Sandbox sandbox;
  sandbox.git({"init", "-q", "-b", "main", "there"});
  commit(sandbox, "there");
  sandbox.git({"-C", "there", "checkout", "-qb", "other"});
  commit(sandbox, "there");
  sandbox.git({"init", "-q", "here"});
  sandbox.git(
      {"-C", "here", "fetch", "-q", sandbox.at("there"), "main", "other"});
  const Refs refs = read(opened(sandbox, "here"));
  std::set<std::string> found;
  for (const Ref& ref : refs.refs) {
    if (ref.name == "FETCH_HEAD") found.insert(ref.id.hex(HashKind::kSha1));
  }
  EXPECT_EQ(found, (std::set<std::string>{id_of(sandbox, "main", "there"),
                                          id_of(sandbox, "other", "there")}));
  EXPECT_EQ(hex_of(refs, "FETCH_HEAD"), id_of(sandbox, "FETCH_HEAD", "here"));
}

TEST(ReadRefs, ReadsWhatIsInCapitalsAndNoOtherFile) {
  const Sandbox sandbox;
  sandbox.git({"init", "-q"});
  commit(sandbox);
  commit(sandbox);
  sandbox.git({"reset", "-q", "--hard", "HEAD~"});
  const std::string id = id_of(sandbox, "HEAD");
  sandbox.write(".git/MERGE_HEAD", id + "\n");
  sandbox.write(".git/AUTO_MERGE", id + "\n");
  sandbox.write(".git/lower", id + "\n");
  sandbox.write(".git/COMMIT_EDITMSG", "ref: update the manual\n");
  const Refs refs = read(opened(sandbox));
  EXPECT_EQ(hex_of(refs, "MERGE_HEAD"), id);
  EXPECT_EQ(hex_of(refs, "AUTO_MERGE"), id);
  EXPECT_EQ(hex_of(refs, "ORIG_HEAD"), id_of(sandbox, "ORIG_HEAD"));
  EXPECT_EQ(hex_of(refs, "lower"), "");
  EXPECT_EQ(hex_of(refs, "COMMIT_EDITMSG"), "");
  EXPECT_EQ(refs.warnings, Names());
  EXPECT_EQ(refs.dangling, Names());
}

// Two linked work trees and one that bisects.
class RefsOfWorkTrees : public testing::Test {
 protected:
  RefsOfWorkTrees() {
    sandbox_.git({"init", "-q", "-b", "main", "main"});
    for (const char* name : {"one", "two"}) {
      commit(sandbox_, "main");
      sandbox_.git(
          {"-C", "main", "worktree", "add", "-q", std::string("../") + name});
      commit(sandbox_, name);
    }
    commit(sandbox_, "main");
    sandbox_.git({"-C", "one", "update-ref", "refs/bisect/bad", "HEAD"});
    sandbox_.git({"-C", "main", "update-ref", "refs/bisect/bad", "HEAD"});
  }
  // What git calls `name` in `folder`, in whose place the repository is opened.
  void expect_same(const Names& names, const std::string& folder) {
    const Refs refs = read(opened(sandbox_, folder));
    for (const std::string& name : names) {
      EXPECT_EQ(hex_of(refs, name), id_of(sandbox_, name, folder)) << name;
    }
  }
  Sandbox sandbox_;
};

TEST_F(RefsOfWorkTrees, AreCalledAsGitCallsThem) {
  const Names shared = {"refs/heads/main", "refs/heads/one", "refs/heads/two",
                        "HEAD"};
  expect_same(shared, "main");
  expect_same({"refs/bisect/bad", "worktrees/one/HEAD", "worktrees/two/HEAD",
               "worktrees/one/refs/bisect/bad"},
              "main");
  expect_same(shared, "one");
  expect_same({"refs/bisect/bad", "main-worktree/HEAD", "worktrees/two/HEAD",
               "main-worktree/refs/bisect/bad"},
              "one");
  expect_what_git_says(sandbox_, "main");
  expect_what_git_says(sandbox_, "one");
}

TEST_F(RefsOfWorkTrees, AreReadWhateverTheWorkTreeHeadIsAt) {
  sandbox_.git({"-C", "two", "checkout", "-q", "--detach"});
  expect_same({"worktrees/two/HEAD"}, "main");
}

// Each id in a log, found in the obvious way: 40 digits at the beginning of a
// line or behind them.
std::set<std::string> logged_slowly(const std::string& git_folder) {
  static const std::regex kEntry("^([0-9a-f]{40}) ([0-9a-f]{40}) .*$");
  std::set<std::string> ids;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(git_folder)) {
    if (entry.path().string().find("/logs/") == std::string::npos ||
        !entry.is_regular_file()) {
      continue;
    }
    std::ifstream file(entry.path());
    std::smatch match;
    for (std::string line; std::getline(file, line);) {
      if (!std::regex_match(line, match, kEntry)) continue;
      ids.insert({match[1], match[2]});
    }
  }
  ids.erase(std::string(40, '0'));
  return ids;
}

TEST_F(RefsOfWorkTrees, HaveLogs) {
  sandbox_.git({"-C", "one", "reset", "-q", "--hard", "HEAD~"});
  const Refs refs = read(opened(sandbox_, "two"));
  std::set<std::string> logged;
  for (const ObjectId& id : refs.logged) {
    logged.insert(id.hex(HashKind::kSha1));
  }
  EXPECT_EQ(logged.size(), refs.logged.size());
  EXPECT_GT(logged.size(), 4U);
  EXPECT_EQ(logged, logged_slowly(sandbox_.at("main/.git")));
}

TEST(ReadRefs, NamesWhatIsBrokenAndReadsTheRest) {
  const Sandbox sandbox;
  sandbox.git({"init", "-q", "-b", "main"});
  commit(sandbox);
  sandbox.write(".git/refs/heads/broken", "none\n");
  sandbox.write(".git/refs/heads/empty");
  sandbox.write(".git/refs/heads/nulls", std::string(41, '\0'));
  sandbox.write(".git/refs/heads/large", std::string(100000, '1'));
  sandbox.write(".git/refs/heads/x.lock", "none");
  sandbox.write(".git/refs/heads/.hidden", "none");
  ::mkfifo(sandbox.at(".git/refs/heads/fifo").c_str(), 0600);
  ASSERT_EQ(::symlink("/", sandbox.at(".git/refs/link").c_str()), 0);
  sandbox.write(".git/packed-refs",
                "x\n" + id_of(sandbox, "HEAD") + " refs/heads/packed\n");
  sandbox.write(".git/logs/refs/heads/main", "none\n");
  const Refs refs = read(opened(sandbox));
  EXPECT_EQ(refs.warnings, (Names{"packed-refs: a line is no reference",
                                  "refs/heads/broken: neither an id nor a name",
                                  "refs/heads/empty: neither an id nor a name",
                                  "refs/heads/fifo: not a regular file",
                                  "refs/heads/large: larger than 65536 bytes",
                                  "refs/heads/nulls: neither an id nor a name",
                                  "refs/link: not a regular file",
                                  "logs/refs/heads/main: a line is no entry"}));
  EXPECT_NE(refs.find("refs/heads/main"), nullptr);
  EXPECT_NE(refs.find("refs/heads/packed"), nullptr);
}

TEST(ReadRefs, NamesWhatStandsForNothing) {
  const Sandbox sandbox;
  sandbox.git({"init", "-q"});
  sandbox.write(".git/refs/remotes/origin/HEAD",
                "ref: refs/remotes/origin/none\n");
  const Refs refs = read(opened(sandbox));
  EXPECT_EQ(refs.dangling, (Names{"refs/remotes/origin/HEAD"}));
  EXPECT_EQ(refs.warnings, Names());
}

TEST(ReadRefs, FollowsAsManyNamesAsGit) {
  const Sandbox sandbox;
  sandbox.git({"init", "-q", "-b", "main"});
  commit(sandbox);
  std::string target = "refs/heads/main";
  for (int i = 1; i < 10; ++i) {
    const std::string name = "refs/heads/" + std::to_string(i);
    sandbox.write(".git/" + name, "ref: " + target + "\n");
    target = name;
  }
  const Refs refs = read(opened(sandbox));
  EXPECT_EQ(below_refs(refs, HashKind::kSha1), said_by_git(sandbox));
  EXPECT_EQ(refs.warnings.size(), 5U);
}

TEST(ReadRefs, EndsInACircle) {
  const Sandbox sandbox;
  sandbox.git({"init", "-q", "-b", "main"});
  sandbox.write(".git/refs/heads/main", "ref: HEAD\n");
  const Refs refs = read(opened(sandbox));
  EXPECT_EQ(refs.warnings,
            (Names{"HEAD: it leads in a circle, or too far",
                   "refs/heads/main: it leads in a circle, or too far"}));
  EXPECT_EQ(head_of(opened(sandbox)),
            "error: HEAD: it leads in a circle, or too far");
}

TEST(ReadRefs, WaitsForNoFifoInThePlaceOfPackedRefs) {
  const Sandbox sandbox;
  sandbox.git({"init", "-q"});
  ::mkfifo(sandbox.at(".git/packed-refs").c_str(), 0600);
  EXPECT_EQ(read(opened(sandbox)).warnings,
            (Names{"packed-refs: not a regular file"}));
  EXPECT_EQ(head_of(opened(sandbox)), "error: packed-refs: not a regular file");
}

TEST(ReadHead, LeavesTheRepositoryForNoName) {
  const Sandbox sandbox;
  sandbox.git({"init", "-q"});
  for (const char* name : {"refs/../../secret", "refs/heads/../../HEAD"}) {
    sandbox.write(".git/HEAD", std::string("ref: ") + name + "\n");
    EXPECT_EQ(head_of(opened(sandbox)),
              "error: HEAD: neither an id nor a name");
  }
}

TEST(ReadHead, ReadsPackedRefs) {
  const Sandbox sandbox;
  sandbox.git({"init", "-q"});
  commit(sandbox);
  sandbox.git({"pack-refs", "--all"});
  EXPECT_EQ(head_of(opened(sandbox)), id_of(sandbox, "HEAD"));
}

}  // namespace
}  // namespace patrol

#include "scanner/changes/revision.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/git/repository.h"
#include "tests/support/sandbox.h"

namespace patrol {
namespace {

ObjectId id_of(std::string_view hex) {
  return *ObjectId::from_hex(hex, HashKind::kSha1);
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

// A repository with merges, tags of tags and a remote, read by git.
class Revisions : public testing::Test {
 protected:
  Revisions() {
    sandbox_.git({"init", "-q", "-b", "main"});
    for (int i = 0; i < 4; ++i) commit();
    sandbox_.git({"checkout", "-qb", "side", "HEAD~2"});
    commit();
    commit();
    sandbox_.git({"checkout", "-q", "main"});
    sandbox_.git({"merge", "-q", "--no-ff", "-m", "x", "side"});
    commit();
    sandbox_.git({"tag", "-am", "x", "v1", "side"});
    sandbox_.git(
        {"-c", "advice.nestedTag=false", "tag", "-am", "x", "v2", "v1"});
    sandbox_.git({"tag", "light", "main~4"});
    sandbox_.git({"tag", "-m", "x", "of-tree", "main^{tree}"});
    sandbox_.git({"update-ref", "refs/remotes/origin/main", "main~1"});
    sandbox_.git({"symbolic-ref", "refs/remotes/origin/HEAD",
                  "refs/remotes/origin/main"});
    sandbox_.git({"branch", "twice", "main~1"});
    sandbox_.git({"tag", "twice", "main~2"});
    read();
  }

  void commit() {
    ++count_;
    sandbox_.write(std::to_string(count_));
    sandbox_.git({"add", "."});
    sandbox_.git({"commit", "-qm", std::to_string(count_)});
  }

  void read() {
    refs_ = *read_refs(*Repository::open(sandbox_.root()));
    std::vector<ObjectId> ids;
    for (const std::string& line :
         lines_of(sandbox_.git({"cat-file", "--batch-all-objects",
                                "--batch-check=%(objectname)"}))) {
      ids.push_back(id_of(line));
    }
    objects_ = ObjectTable(std::move(ids));
  }

  // The last line that `git rev-parse` prints; "" where it fails.
  std::string rev_parse(const std::string& text) const {
    const auto lines = lines_of(
        sandbox_.git({"-c",
                      "alias.parse=!git rev-parse --verify --quiet \"$1\" "
                      "2>/dev/null || :; :",
                      "parse", text}));
    return lines.empty() ? "" : lines.back();
  }

  CommitSource source() const {
    return {[this](const ObjectId& id) -> Result<ObjectId> {
              const std::string hex =
                  rev_parse(id.hex(HashKind::kSha1) + "^{commit}");
              if (hex.empty()) return Error{"it is no commit"};
              return id_of(hex);
            },
            [this](const ObjectId& id) -> Result<std::vector<ObjectId>> {
              std::vector<ObjectId> parents;
              for (const std::string& line : lines_of(sandbox_.git(
                       {"rev-parse", id.hex(HashKind::kSha1) + "^@"}))) {
                parents.push_back(id_of(line));
              }
              return parents;
            }};
  }

  std::string commit_of(const std::string& text) const {
    const CommitSource commits = source();
    const auto id =
        RevisionReader(refs_, objects_, HashKind::kSha1, commits).commit(text);
    return id ? id->hex(HashKind::kSha1) : "error: " + id.error().message;
  }

  Result<RevisionRange> range_of(const std::string& text) const {
    const CommitSource commits = source();
    return RevisionReader(refs_, objects_, HashKind::kSha1, commits)
        .range(text);
  }

  void expect_what_git_says(const std::string& text) const {
    const std::string theirs = rev_parse(text + "^{commit}");
    const std::string ours = commit_of(text);
    EXPECT_EQ(ours.starts_with("error: ") ? "" : ours, theirs)
        << text << " " << ours;
  }

  // Ids as `git rev-parse` prints them: those not wanted with '^' before, of
  // symmetric pairs all merge bases.
  std::set<std::string> listed(const RevisionRange& range) const {
    std::set<std::string> lines;
    for (const ObjectId& id : range.wanted) {
      lines.insert(id.hex(HashKind::kSha1));
    }
    for (const ObjectId& id : range.unwanted) {
      lines.insert("^" + id.hex(HashKind::kSha1));
    }
    for (const auto& [a, b] : range.symmetric) {
      for (const std::string& base :
           lines_of(sandbox_.git({"merge-base", "--all", a.hex(HashKind::kSha1),
                                  b.hex(HashKind::kSha1)}))) {
        lines.insert("^" + base);
      }
    }
    return lines;
  }

  void expect_range_that_git_says(const std::vector<std::string>& words) const {
    std::vector<std::string> arguments = {"rev-parse"};
    std::string text;
    for (const std::string& word : words) {
      arguments.push_back(word);
      text += word + " ";
    }
    const auto theirs = lines_of(sandbox_.git(arguments));
    const auto ours = range_of(text);
    ASSERT_TRUE(ours) << ours.error().message;
    EXPECT_EQ(listed(*ours), std::set(theirs.begin(), theirs.end())) << text;
  }

  Sandbox sandbox_;
  Refs refs_;
  ObjectTable objects_;
  int count_ = 0;
};

TEST_F(Revisions, AreNamesInFullAndInShort) {
  for (const char* text :
       {"main", "heads/main", "refs/heads/main", "v1", "tags/v1", "v2",
        "refs/tags/v2", "light", "origin/main", "origin", "remotes/origin/main",
        "refs/remotes/origin/main", "HEAD", "@", "ORIG_HEAD", "twice",
        "heads/twice"}) {
    expect_what_git_says(text);
    EXPECT_FALSE(commit_of(text).starts_with("error")) << text;
  }
}

TEST_F(Revisions, AreIds) {
  const std::string hex = rev_parse("main~2");
  expect_what_git_says(hex);
  expect_what_git_says(rev_parse("v2"));
  std::string upper = hex;
  std::transform(upper.begin(), upper.end(), upper.begin(),
                 [](unsigned char c) { return std::toupper(c); });
  expect_what_git_says(upper);
  EXPECT_EQ(commit_of(std::string(40, '1')),
            "error: " + std::string(40, '1') + ": there is no such object");
}

TEST_F(Revisions, AreIdsInShort) {
  const std::string hex = rev_parse("main~2");
  for (std::size_t digits = 1; digits < 40; ++digits) {
    expect_what_git_says(hex.substr(0, digits));
  }
  EXPECT_EQ(commit_of(hex.substr(0, 7)), hex);
}

TEST_F(Revisions, AreNamesBeforeTheyAreIdsInShort) {
  const std::string hex = rev_parse("main~2").substr(0, 6);
  sandbox_.git({"branch", hex, "side"});
  read();
  expect_what_git_says(hex);
  EXPECT_EQ(commit_of(hex), rev_parse("side"));
}

// So many blobs that some ids begin with the same four digits.
TEST_F(Revisions, AreNoIdsThatBeginSeveral) {
  std::vector<std::string> ids;
  for (int i = 0; i < 1200; ++i) {
    sandbox_.write("blobs/" + std::to_string(i), std::to_string(i));
  }
  sandbox_.git({"add", "."});
  read();
  for (ObjectNumber i = 0; i < objects_.size(); ++i) {
    ids.push_back(objects_.id(i).hex(HashKind::kSha1));
  }
  int ambiguous = 0;
  for (std::size_t i = 1; i < ids.size() && ambiguous < 3; ++i) {
    const std::string digits = ids[i].substr(0, 4);
    if (ids[i - 1].substr(0, 4) != digits) continue;
    expect_what_git_says(digits);
    if (commit_of(digits).ends_with("begins the ids of several objects")) {
      ++ambiguous;
    }
  }
  EXPECT_EQ(ambiguous, 3);
}

TEST_F(Revisions, AreTheOnlyCommitOfSeveralObjects) {
  const std::string hex = rev_parse("main");
  std::vector<ObjectId> ids;
  for (ObjectNumber i = 0; i < objects_.size(); ++i) {
    ids.push_back(objects_.id(i));
  }
  ids.push_back(id_of(hex.substr(0, 8) + std::string(32, '0')));
  ids.push_back(id_of(hex.substr(0, 8) + std::string(32, 'f')));
  objects_ = ObjectTable(std::move(ids));
  EXPECT_EQ(commit_of(hex.substr(0, 8)), hex);
}

TEST_F(Revisions, HaveAncestors) {
  for (const char* text :
       {"main~",       "main~1",   "main~0",   "main^",
        "main^1",      "main^0",   "main~1^2", "main~1^2~",
        "main^^",      "main~1^3", "main~~",   "v2~1",
        "v1^{commit}", "v2^{}",    "v2^{}~1",  "main^{commit}^{commit}~2^0",
        "main~100",    "light~9",  "side^2",   "main~00002"}) {
    expect_what_git_says(text);
  }
}

// Steps in any order.
TEST_F(Revisions, AreWhatGitSaysTheyAre) {
  const std::vector<std::string> parts = {"~",   "^",  "1",  "2",        "0",
                                          "^{}", "~2", "^2", "^{commit}"};
  std::mt19937 random(3);
  for (int round = 0; round < 60; ++round) {
    std::string text = "main";
    for (auto left = random() % 4; left > 0; --left) {
      text += parts[random() % parts.size()];
    }
    expect_what_git_says(text);
  }
}

TEST_F(Revisions, AreNothingElse) {
  for (const char* text : {"none",      "",
                           "-x",        "--all",
                           "main@{1}",  "@{u}",
                           "main:file", ":/x",
                           ":file",     "main^{tree}",
                           "main^{",    "main^@",
                           "main^!",    "main^-",
                           "main~x",    "main~99999999999999999999",
                           "~1",        "^",
                           "of-tree",   "refs",
                           "heads",     "main.lock"}) {
    EXPECT_TRUE(commit_of(text).starts_with("error: ")) << text;
  }
}

TEST_F(Revisions, SayWhyTheyAreNone) {
  EXPECT_EQ(commit_of("none"),
            "error: none: there is no such reference or object");
  EXPECT_EQ(commit_of("main~99"), "error: main~99: there is no such ancestor");
  EXPECT_EQ(commit_of("of-tree"), "error: of-tree: it is no commit");
  EXPECT_EQ(commit_of("main@{1}"), "error: main@{1}: it is not understood");
}

TEST(RevisionsOfAnEmptyRepository, HaveNoHead) {
  const Refs refs;
  const ObjectTable objects;
  const CommitSource commits;
  const auto head =
      RevisionReader(refs, objects, HashKind::kSha1, commits).commit("HEAD");
  ASSERT_FALSE(head);
  EXPECT_EQ(head.error().message, "HEAD: it has no commit yet");
}

TEST_F(Revisions, FormRanges) {
  expect_range_that_git_says({"main"});
  expect_range_that_git_says({"side..main"});
  expect_range_that_git_says({"side..."});
  expect_range_that_git_says({"...side"});
  expect_range_that_git_says({"side.."});
  expect_range_that_git_says({"..side"});
  expect_range_that_git_says({"side...main"});
  expect_range_that_git_says({"main~1^2...main~3"});
  expect_range_that_git_says({"^side", "main"});
  expect_range_that_git_says({"main~2..main~1^2", "^light", "main"});
}

TEST_F(Revisions, FormARangeOfCommitsThatTagsAreOf) {
  const auto range = range_of("v1..v2");
  ASSERT_TRUE(range);
  EXPECT_EQ(range->wanted, range->unwanted);
  EXPECT_EQ(range->wanted, (std::vector<ObjectId>{id_of(rev_parse("side"))}));
}

TEST_F(Revisions, FormNoOtherRanges) {
  for (const char* text : {"", " ", "^main", "..", "none..main", "main..none",
                           "main....side", "side..main..v1", "^", "a b"}) {
    EXPECT_FALSE(range_of(text)) << text;
  }
  EXPECT_EQ(range_of("^main").error().message,
            "^main: it names no commit to scan");
}

}  // namespace
}  // namespace patrol

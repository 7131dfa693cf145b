#include "scanner/changes/range_walk.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "scanner/git/refs.h"
#include "scanner/packs/object_lookup.h"
#include "scanner/packs/stored_source.h"
#include "tests/support/random_history.h"
#include "tests/support/sandbox.h"
#include "tests/support/stored_objects.h"

namespace patrol {
namespace {

// The commits of a range, sorted; or "error: ...".
Ids listed(const Sandbox& sandbox, const std::string& text) {
  const Repository repository = opened(sandbox.root());
  const ObjectLookup lookup(repository);
  const StoredSource source(lookup);
  CommitReader commits(source, repository.hash(), repository.shallow);
  const auto refs = read_refs(repository);
  if (!refs) return {"error: " + refs.error().message};
  const CommitSource asked = commit_source(source, commits, repository.hash());
  const auto range =
      RevisionReader(
          *refs,
          [&](std::string_view digits) { return lookup.ids_with(digits); },
          repository.hash(), asked)
          .range(text);
  if (!range) return {"error: " + range.error().message};
  Ids ids = hex_of(walk_range(commits, *range, kGoOn));
  std::sort(ids.begin(), ids.end());
  return ids;
}

Ids listed_by_git(const Sandbox& sandbox, const std::string& text) {
  std::vector<std::string> arguments = {"rev-list"};
  std::istringstream words(text);
  for (std::string word; words >> word;) arguments.push_back(word);
  Ids ids = lines_of(sandbox.git(arguments));
  std::sort(ids.begin(), ids.end());
  return ids;
}

void make(const Sandbox& sandbox) {
  std::mt19937 random(7);
  make_history(sandbox, random, 40, [](int i) { return 1'000'000 + i; });
  sandbox.git({"update-ref", "refs/heads/master", "c39"});
  sandbox.git({"tag", "-am", "x", "v1", "c30"});
  sandbox.git({"-c", "advice.nestedTag=false", "tag", "-am", "x", "v2", "v1"});
}

TEST(RangeWalk, ListsWhatGitListsForWhatAUserTypes) {
  const Sandbox sandbox;
  make(sandbox);
  const std::string id = git_line(sandbox, {"rev-parse", "c35"});
  for (const std::string& text :
       {std::string("c30..c39"), std::string("c38...c39"),
        std::string("c36...c37"), std::string("v2.."),
        std::string("v2..HEAD~1"), std::string("c39 ^c20"),
        std::string("c39 c38 ^c20 ^c21"), id + "..c39",
        id.substr(0, 10) + "..c39", std::string("c5")}) {
    EXPECT_EQ(listed(sandbox, text), listed_by_git(sandbox, text)) << text;
  }
}

TEST(RangeWalk, ReadsPackedHistories) {
  const Sandbox sandbox;
  make(sandbox);
  sandbox.git({"gc", "-q"});
  const std::string id = git_line(sandbox, {"rev-parse", "c35"});
  const std::string text = id.substr(0, 8) + "..v2 c39";
  EXPECT_EQ(listed(sandbox, text), listed_by_git(sandbox, text));
}

TEST(RangeWalk, SaysWhichEndIsNoCommit) {
  const Sandbox sandbox;
  make(sandbox);
  sandbox.write("file", "x");
  const std::string blob =
      git_line(sandbox, {"hash-object", "-w", sandbox.at("file")});
  EXPECT_EQ(listed(sandbox, "none..c39"),
            Ids{"error: none: there is no such reference or object"});
  EXPECT_EQ(listed(sandbox, blob + ".."),
            Ids{"error: " + blob + ": it is no commit"});
  const std::string nowhere(40, '1');
  EXPECT_EQ(listed(sandbox, nowhere + ".."),
            Ids{"error: " + nowhere + ": there is no such object"});
}

}  // namespace
}  // namespace patrol

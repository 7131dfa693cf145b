#include "scanner/ci/github_event.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace patrol {
namespace {

using Kind = CiCommit::Kind;

CiEvent event_of(const std::string& name, const std::string& json) {
  return github_event(
      {{{"GITHUB_EVENT_NAME", name}, {"GITHUB_EVENT_PATH", "/event.json"}},
       [&](const std::string& path) -> Result<std::string> {
         if (path == "/event.json") return json;
         return Error{"another file"};
       }});
}

void expect_ids(const CiEvent& event, const char* base, const char* head) {
  ASSERT_FALSE(event.ranges.empty()) << event.problem;
  EXPECT_EQ(event.ranges[0], (CiRange{{Kind::kId, base}, {Kind::kId, head}}));
}

TEST(GithubEvent, PullRequestIsFromItsBaseToItsHead) {
  const std::string json =
      R"({"pull_request": {"base": {"sha": "b"}, "head": {"sha": "h"}}})";
  expect_ids(event_of("pull_request", json), "b", "h");
  expect_ids(event_of("pull_request_target", json), "b", "h");
}

TEST(GithubEvent, MergeGroupIsFromItsBaseToItsHead) {
  expect_ids(event_of("merge_group",
                      R"({"merge_group": {"base_sha": "b", "head_sha": "h"}})"),
             "b", "h");
}

TEST(GithubEvent, PushIsFromBeforeToAfterElseTheDefaultBranch) {
  const CiEvent event = event_of("push", R"({"before": "b", "after": "a", "ref":
          "refs/heads/topic", "repository": {"default_branch": "main"}})");
  expect_ids(event, "b", "a");
  ASSERT_EQ(event.ranges.size(), 2U);
  EXPECT_EQ(event.ranges[1],
            (CiRange{{Kind::kBranch, "main"}, {Kind::kId, "a"}}));
  EXPECT_FALSE(event.is_new_branch);
}

TEST(GithubEvent, PushOfANewBranchIsAllThatTheDefaultBranchHasNot) {
  const CiEvent event =
      event_of("push", R"({"before": "0000000000000000000000000000000000000000",
          "after": "a", "ref": "refs/heads/topic",
          "repository": {"default_branch": "main"}})");
  EXPECT_TRUE(event.is_new_branch);
  ASSERT_EQ(event.ranges.size(), 1U);
  EXPECT_EQ(event.ranges[0].base, (CiCommit{Kind::kBranch, "main"}));
}

TEST(GithubEvent, OthersAreNotOfAChange) {
  for (const char* name : {"schedule", "workflow_dispatch", "release", ""}) {
    const CiEvent event = event_of(name, "{}");
    EXPECT_TRUE(event.ranges.empty());
    EXPECT_TRUE(event.problem.empty());
  }
}

TEST(GithubEvent, OfAnotherShapeHasIdsThatAreNone) {
  for (const char* json :
       {"{}", R"({"pull_request": 1})", R"({"pull_request": {"base": []}})",
        R"({"pull_request": {"base": {"sha": 7}, "head": {"sha": {}}}})"}) {
    expect_ids(event_of("pull_request", json), "", "");
  }
}

TEST(GithubEvent, ThatCannotBeReadIsAProblemAndNotAQuietRun) {
  for (const char* json : {"", "[]", "{", "\xff", "nonsense"}) {
    const CiEvent event = event_of("pull_request", json);
    EXPECT_TRUE(event.ranges.empty());
    EXPECT_FALSE(event.problem.empty()) << json;
  }
  const CiEvent event =
      github_event({{{"GITHUB_EVENT_NAME", "push"}},
                    [](const std::string&) -> Result<std::string> {
                      return Error{"it is not there"};
                    }});
  EXPECT_NE(event.problem.find("it is not there"), std::string::npos);
}

}  // namespace
}  // namespace patrol

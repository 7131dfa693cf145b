#include "scanner/ci/ci_system.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace patrol {
namespace {

using Kind = CiCommit::Kind;
using Variables = std::map<std::string, std::string>;

const std::string kZeros(40, '0');

CiInputs inputs_of(Variables variables) {
  return {std::move(variables), [](const std::string&) -> Result<std::string> {
            return Error{"no such file"};
          }};
}

CiEvent event_of(Variables variables) {
  const CiInputs inputs = inputs_of(std::move(variables));
  const CiSystem* system = find_ci_system(inputs);
  EXPECT_NE(system, nullptr);
  return system ? system->event(inputs) : CiEvent{};
}

CiRange ids(std::string base, std::string head) {
  return {{Kind::kId, std::move(base)}, {Kind::kId, std::move(head)}};
}

CiRange from_branch(std::string branch, std::string head) {
  return {{Kind::kBranch, std::move(branch)}, {Kind::kId, std::move(head)}};
}

using Ranges = std::vector<CiRange>;

TEST(CiSystem, IsToldByTheVariableThatItSetsForEveryJob) {
  const std::vector<std::pair<Variables, std::string>> cases = {
      {{{"TF_BUILD", "True"}}, "Azure Pipelines"},
      {{{"GITHUB_ACTIONS", "true"}}, "GitHub Actions"},
      {{{"GITLAB_CI", "true"}}, "GitLab CI"},
      {{{"BITBUCKET_BUILD_NUMBER", "7"}}, "Bitbucket Pipelines"},
      {{{"JENKINS_URL", "https://ci.example.com/"}}, "Jenkins"},
      {{{"CIRCLECI", "true"}}, "CircleCI"},
  };
  for (const auto& [variables, name] : cases) {
    const CiSystem* system = find_ci_system(inputs_of(variables));
    ASSERT_NE(system, nullptr) << name;
    EXPECT_EQ(system->name, name);
  }
}

TEST(CiSystem, IsNoneOnAPersonsMachine) {
  EXPECT_EQ(find_ci_system(inputs_of({{"HOME", "/home/a"}})), nullptr);
  EXPECT_EQ(find_ci_system(inputs_of({{"GITHUB_ACTIONS", "false"}})), nullptr);
  EXPECT_EQ(find_ci_system(inputs_of({{"GITLAB_CI", ""}})), nullptr);
}

TEST(CiSystem, AzurePullRequestIsBetweenTheParentsOfItsMerge) {
  const CiEvent event =
      event_of({{"TF_BUILD", "True"},
                {"BUILD_REASON", "PullRequest"},
                {"BUILD_SOURCEVERSION", "abc0123"},
                {"SYSTEM_PULLREQUEST_TARGETBRANCH", "refs/heads/main"},
                {"SYSTEM_PULLREQUEST_SOURCECOMMITID", "def0123"}});
  EXPECT_EQ(event.what, "pull request");
  const Ranges expected = {
      {{Kind::kFirstParent, "abc0123"}, {Kind::kSecondParent, "abc0123"}},
      from_branch("refs/heads/main", "def0123")};
  EXPECT_EQ(event.ranges, expected);
}

TEST(CiSystem, AzureDoesNotSayWhatWasThereBeforeAPush) {
  for (const char* reason : {"IndividualCI", "BatchedCI", "Schedule", ""}) {
    const CiEvent event = event_of({{"TF_BUILD", "True"},
                                    {"BUILD_REASON", reason},
                                    {"BUILD_SOURCEVERSION", "abc0123"}});
    EXPECT_TRUE(event.ranges.empty());
    EXPECT_FALSE(event.is_new_branch);
  }
}

TEST(CiSystem, GitlabMergeRequestIsFromItsBaseToItsSource) {
  const CiEvent event = event_of({{"GITLAB_CI", "true"},
                                  {"CI_PIPELINE_SOURCE", "merge_request_event"},
                                  {"CI_MERGE_REQUEST_DIFF_BASE_SHA", "base"},
                                  {"CI_MERGE_REQUEST_SOURCE_BRANCH_SHA", ""},
                                  {"CI_COMMIT_SHA", "head"}});
  EXPECT_EQ(event.what, "merge request");
  EXPECT_EQ(event.ranges, (Ranges{ids("base", "head")}));
}

TEST(CiSystem, GitlabMergedResultsAreNotWhatTheTargetBroughtIn) {
  const CiEvent event =
      event_of({{"GITLAB_CI", "true"},
                {"CI_PIPELINE_SOURCE", "merge_request_event"},
                {"CI_MERGE_REQUEST_DIFF_BASE_SHA", "base"},
                {"CI_MERGE_REQUEST_SOURCE_BRANCH_SHA", "source"},
                {"CI_COMMIT_SHA", "merge"}});
  EXPECT_EQ(event.ranges, (Ranges{ids("base", "source")}));
}

Variables gitlab_push(const std::string& before, const std::string& branch) {
  return {{"GITLAB_CI", "true"},          {"CI_PIPELINE_SOURCE", "push"},
          {"CI_DEFAULT_BRANCH", "main"},  {"CI_COMMIT_SHA", "head"},
          {"CI_COMMIT_REF_NAME", branch}, {"CI_COMMIT_BEFORE_SHA", before}};
}

TEST(CiSystem, GitlabPushIsFromTheCommitBeforeElseTheDefaultBranch) {
  const Ranges expected = {ids("before", "head"), from_branch("main", "head")};
  EXPECT_EQ(event_of(gitlab_push("before", "topic")).ranges, expected);
}

TEST(CiSystem, GitlabPushToTheDefaultBranchIsNotComparedWithItself) {
  EXPECT_EQ(event_of(gitlab_push("before", "main")).ranges,
            (Ranges{ids("before", "head")}));
}

TEST(CiSystem, ZerosBeforeAreANewBranch) {
  const CiEvent topic = event_of(gitlab_push(kZeros, "topic"));
  EXPECT_TRUE(topic.is_new_branch);
  EXPECT_EQ(topic.ranges, (Ranges{from_branch("main", "head")}));
  const CiEvent main = event_of(gitlab_push(kZeros, "main"));
  EXPECT_TRUE(main.is_new_branch);
  EXPECT_TRUE(main.ranges.empty());
}

TEST(CiSystem, GitlabScheduleIsNotOfAChange) {
  Variables variables = gitlab_push(kZeros, "main");
  variables["CI_PIPELINE_SOURCE"] = "schedule";
  const CiEvent event = event_of(variables);
  EXPECT_TRUE(event.ranges.empty());
  EXPECT_FALSE(event.is_new_branch);
}

TEST(CiSystem, BitbucketPullRequestIsSinceItsDestination) {
  const CiEvent event =
      event_of({{"BITBUCKET_BUILD_NUMBER", "7"},
                {"BITBUCKET_PR_ID", "3"},
                {"BITBUCKET_PR_DESTINATION_COMMIT", "abcdef012345"},
                {"BITBUCKET_PR_DESTINATION_BRANCH", "main"},
                {"BITBUCKET_COMMIT", "head"}});
  EXPECT_EQ(event.ranges,
            (Ranges{ids("abcdef012345", "head"), from_branch("main", "head")}));
}

TEST(CiSystem, BitbucketPushIsNotOfAChangeThatIsKnown) {
  EXPECT_TRUE(event_of({{"BITBUCKET_BUILD_NUMBER", "7"},
                        {"BITBUCKET_BRANCH", "main"},
                        {"BITBUCKET_COMMIT", "head"}})
                  .ranges.empty());
}

TEST(CiSystem, JenkinsPullRequestIsSinceItsTarget) {
  EXPECT_EQ(event_of({{"JENKINS_URL", "x"},
                      {"CHANGE_TARGET", "main"},
                      {"GIT_PREVIOUS_COMMIT", "before"},
                      {"GIT_COMMIT", "head"}})
                .ranges,
            (Ranges{from_branch("main", "head")}));
}

TEST(CiSystem, JenkinsBuildIsSinceTheBuildBefore) {
  EXPECT_EQ(event_of({{"JENKINS_URL", "x"},
                      {"GIT_PREVIOUS_COMMIT", "before"},
                      {"GIT_COMMIT", "head"}})
                .ranges,
            (Ranges{ids("before", "head")}));
}

TEST(CiSystem, JenkinsPipelineThatChecksOutItselfIsAtHead) {
  const CiEvent event =
      event_of({{"JENKINS_URL", "x"}, {"CHANGE_TARGET", "main"}});
  const Ranges expected = {{{Kind::kBranch, "main"}, {Kind::kHead, ""}}};
  EXPECT_EQ(event.ranges, expected);
}

TEST(CiSystem, JenkinsFirstBuildIsNotOfAChange) {
  EXPECT_TRUE(
      event_of({{"JENKINS_URL", "x"}, {"GIT_COMMIT", "head"}}).ranges.empty());
}

TEST(CiSystem, CircleciPullRequestIsSinceTheDefaultBranch) {
  const CiEvent event =
      event_of({{"CIRCLECI", "true"},
                {"CIRCLE_PULL_REQUEST", "https://example.com/pull/3"},
                {"CIRCLE_SHA1", "head"}});
  const Ranges expected = {{{Kind::kDefault, ""}, {Kind::kId, "head"}}};
  EXPECT_EQ(event.ranges, expected);
}

TEST(CiSystem, CircleciBranchWithoutPullRequestIsNotOfAChangeThatIsKnown) {
  EXPECT_TRUE(
      event_of({{"CIRCLECI", "true"}, {"CIRCLE_SHA1", "head"}}).ranges.empty());
}

}  // namespace
}  // namespace patrol

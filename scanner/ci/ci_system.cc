// Which variables each CI sets, from their manuals:
//
// https://learn.microsoft.com/azure/devops/pipelines/build/variables
// https://docs.github.com/en/actions/reference/workflows-and-actions/variables
// https://docs.gitlab.com/ci/variables/predefined_variables/
// https://support.atlassian.com/bitbucket-cloud/docs/variables-and-secrets/
// https://plugins.jenkins.io/git/#plugin-content-environment-variables
// https://circleci.com/docs/reference/variables/

#include "scanner/ci/ci_system.h"

#include <string>
#include <utility>

#include "scanner/ci/ci_commits.h"
#include "scanner/ci/github_event.h"

namespace patrol {
namespace {

using Kind = CiCommit::Kind;

CiEvent pull_request(CiCommit base, CiCommit head) {
  return {.what = "pull request",
          .ranges = {{std::move(base), std::move(head)}}};
}

// A pull request is built as its merge with the target, made for the run:
//
//   target --- base --- BUILD_SOURCEVERSION
//                 `--- head --'
//
// Of a push Azure Pipelines does not say what was there before. A guess (the
// commit before) would pass over the other commits of the push, so all files
// are scanned.
CiEvent azure_event(const CiInputs& inputs) {
  if (inputs["BUILD_REASON"] != "PullRequest") return {};
  const std::string merge = inputs["BUILD_SOURCEVERSION"];
  CiEvent event =
      pull_request({Kind::kFirstParent, merge}, {Kind::kSecondParent, merge});
  event.ranges.push_back({ci_branch(inputs["SYSTEM_PULLREQUEST_TARGETBRANCH"]),
                          ci_id(inputs["SYSTEM_PULLREQUEST_SOURCECOMMITID"])});
  return event;
}

// CI_COMMIT_SHA of a merged results pipeline is a merge with the target, and
// would bring in what the target has since.
CiEvent gitlab_event(const CiInputs& inputs) {
  const std::string source = inputs["CI_PIPELINE_SOURCE"];
  const std::string commit = inputs["CI_COMMIT_SHA"];
  if (source == "merge_request_event") {
    const std::string head = inputs["CI_MERGE_REQUEST_SOURCE_BRANCH_SHA"];
    CiEvent event =
        pull_request(ci_id(inputs["CI_MERGE_REQUEST_DIFF_BASE_SHA"]),
                     ci_id(is_no_commit(head) ? commit : head));
    event.what = "merge request";
    return event;
  }
  if (source != "push") return {};
  return ci_push({.before = inputs["CI_COMMIT_BEFORE_SHA"],
                  .after = commit,
                  .branch = inputs["CI_COMMIT_REF_NAME"],
                  .default_branch = inputs["CI_DEFAULT_BRANCH"]});
}

// Of a push there is no commit before.
CiEvent bitbucket_event(const CiInputs& inputs) {
  if (inputs["BITBUCKET_PR_ID"].empty()) return {};
  const CiCommit head = ci_id(inputs["BITBUCKET_COMMIT"]);
  CiEvent event =
      pull_request(ci_id(inputs["BITBUCKET_PR_DESTINATION_COMMIT"]), head);
  event.ranges.push_back(
      {ci_branch(inputs["BITBUCKET_PR_DESTINATION_BRANCH"]), head});
  return event;
}

// GIT_COMMIT is what the Git plugin checked out; a pipeline that checks out by
// itself has none. The commit before is the one that was built last, whatever
// came of it; a first build has none, and all files are scanned.
CiEvent jenkins_event(const CiInputs& inputs) {
  const std::string commit = inputs["GIT_COMMIT"];
  const CiCommit head = commit.empty() ? ci_head() : ci_id(commit);
  if (!inputs["CHANGE_TARGET"].empty()) {
    return pull_request(ci_branch(inputs["CHANGE_TARGET"]), head);
  }
  const std::string before = inputs["GIT_PREVIOUS_COMMIT"];
  if (is_no_commit(before)) return {};
  return {.what = "push", .ranges = {{ci_id(before), head}}};
}

// What a pull request is against is not said; the default branch is the safe
// answer, with more commits and not with fewer. Without a pull request it may
// be that branch itself, so all files are scanned.
CiEvent circleci_event(const CiInputs& inputs) {
  if (inputs["CIRCLE_PULL_REQUEST"].empty()) return {};
  return pull_request({Kind::kDefault, ""}, ci_id(inputs["CIRCLE_SHA1"]));
}

// The first that fits counts: a Jenkins that runs somewhere inside of another
// is of no concern, since nobody's jobs inherit these.
constexpr CiSystem kSystems[] = {
    {"Azure Pipelines", "TF_BUILD", azure_event, "azure", SummaryWay::kUploaded,
     "AGENT_TEMPDIRECTORY", "set fetchDepth: 0 in the step \"checkout: self\""},
    {"GitHub Actions", "GITHUB_ACTIONS", github_event, "github",
     SummaryWay::kAppended, "GITHUB_STEP_SUMMARY",
     "set fetch-depth: 0 for actions/checkout"},
    {"GitLab CI", "GITLAB_CI", gitlab_event, "", SummaryWay::kNone, "",
     "set GIT_DEPTH: \"0\" in the job's variables"},
    {"Bitbucket Pipelines", "BITBUCKET_BUILD_NUMBER", bitbucket_event, "",
     SummaryWay::kNone, "", "set depth: full in the step's clone"},
    {"Jenkins", "JENKINS_URL", jenkins_event, "", SummaryWay::kNone, "",
     "switch shallow clones off among the Git plugin's clone behaviours"},
    {"CircleCI", "CIRCLECI", circleci_event, "", SummaryWay::kNone, "",
     "use the step \"checkout\" with method: full"},
};

}  // namespace

const CiSystem* find_ci_system(const CiInputs& inputs) {
  for (const CiSystem& system : kSystems) {
    const std::string value = inputs[std::string(system.variable)];
    if (!value.empty() && value != "false") return &system;
  }
  return nullptr;
}

}  // namespace patrol

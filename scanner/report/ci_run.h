// What the environment says of the CI run that patrol is part of, for SARIF:
// the repository and the commit that were checked out, and the names by which
// Azure DevOps Advanced Security files a report. Nothing of it decides what is
// found. On a machine without CI all is empty.
//
// A variable may hold anything, in a pull request also what a stranger chose: a
// branch is called as its author likes. Values are data here; what a URL holds
// before an "@", which may be a token, is taken out.
//
//   GitHub Actions    GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_SHA, …_REF
//   Azure Pipelines   BUILD_REPOSITORY_URI, BUILD_SOURCEVERSION, …
//   GitLab            CI_PROJECT_URL, CI_COMMIT_SHA, CI_COMMIT_REF_NAME
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace patrol {

struct CiRun {
  bool is_azure = false;
  std::string repository;  // URL; empty: not known
  std::string revision;    // of what is checked out; may be empty
  std::string branch;      // likewise
  // Of Azure Pipelines, else empty: "azuredevops/pipeline/build/…", and the
  // properties that go with it.
  std::string automation_id;
  std::vector<std::pair<std::string, std::string>> automation_properties;
};

// The value of a variable; empty where it is not set.
using Variable = std::function<std::string(const char* name)>;

CiRun ci_run(const Variable& variable);

// The same, by this process's environment.
CiRun ci_run();

}  // namespace patrol

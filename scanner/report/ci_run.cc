#include "scanner/report/ci_run.h"

#include <cstdlib>
#include <string_view>

namespace patrol {
namespace {

constexpr std::string_view kPipeline = "azuredevops/pipeline/build/";

// "https://user:token@host/x" as "https://host/x"; empty: it is no web address.
std::string without_user(const std::string& url) {
  const std::size_t scheme = url.find("://");
  if (!url.starts_with("http") || scheme == url.npos) return {};
  const std::size_t host = scheme + 3;
  const std::size_t path = std::min(url.find('/', host), url.size());
  const std::size_t at = url.rfind('@', path);
  if (at == url.npos || at < host) return url;
  return url.substr(0, host) + url.substr(at + 1);
}

// "https://dev.azure.com/contoso/" is "contoso".
std::string last_segment(std::string url) {
  while (url.ends_with('/')) url.pop_back();
  return url.substr(url.rfind('/') + 1);
}

void read_github(const Variable& variable, CiRun& run) {
  run.repository = without_user(variable("GITHUB_SERVER_URL") + '/' +
                                variable("GITHUB_REPOSITORY"));
  run.revision = variable("GITHUB_SHA");
  run.branch = variable("GITHUB_REF");
}

void read_gitlab(const Variable& variable, CiRun& run) {
  run.repository = without_user(variable("CI_PROJECT_URL"));
  run.revision = variable("CI_COMMIT_SHA");
  run.branch = variable("CI_COMMIT_REF_NAME");
}

void read_azure(const Variable& variable, CiRun& run) {
  run.is_azure = true;
  run.repository = without_user(variable("BUILD_REPOSITORY_URI"));
  run.revision = variable("BUILD_SOURCEVERSION");
  run.branch = variable("BUILD_SOURCEBRANCH");
  const std::string definition = variable("SYSTEM_DEFINITIONID");
  const std::string phase = variable("SYSTEM_PHASEID");
  run.automation_id =
      std::string(kPipeline) + last_segment(variable("SYSTEM_COLLECTIONURI")) +
      '/' + variable("SYSTEM_TEAMPROJECT") + '/' + definition + '/' + phase +
      '/' + run.branch + '/' + variable("BUILD_BUILDID");
  const std::string prefix(kPipeline);
  run.automation_properties = {
      {prefix + "buildDefinitionId", definition},
      {prefix + "buildDefinitionName", variable("BUILD_DEFINITIONNAME")},
      {prefix + "phaseId", phase},
      {prefix + "phaseName", variable("SYSTEM_PHASENAME")}};
}

}  // namespace

CiRun ci_run(const Variable& variable) {
  CiRun run;
  if (!variable("TF_BUILD").empty()) {
    read_azure(variable, run);
  } else if (!variable("GITHUB_ACTIONS").empty()) {
    read_github(variable, run);
  } else if (!variable("GITLAB_CI").empty()) {
    read_gitlab(variable, run);
  }
  return run;
}

CiRun ci_run() {
  return ci_run([](const char* name) {
    const char* value = std::getenv(name);
    return std::string(value == nullptr ? "" : value);
  });
}

}  // namespace patrol

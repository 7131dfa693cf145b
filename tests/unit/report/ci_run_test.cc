#include "scanner/report/ci_run.h"

#include <gtest/gtest.h>

#include <map>

namespace patrol {
namespace {

CiRun run_of(const std::map<std::string, std::string>& environment) {
  return ci_run([&](const char* name) {
    const auto at = environment.find(name);
    return at == environment.end() ? std::string() : at->second;
  });
}

TEST(CiRun, IsEmptyOutsideOfCi) {
  const CiRun run = run_of({{"BUILD_REPOSITORY_URI", "https://a.example/b"}});
  EXPECT_FALSE(run.is_azure);
  EXPECT_EQ(run.repository + run.revision + run.branch + run.automation_id, "");
}

TEST(CiRun, NamesTheRepositoryOfGithub) {
  const CiRun run = run_of({{"GITHUB_ACTIONS", "true"},
                            {"GITHUB_SERVER_URL", "https://github.com"},
                            {"GITHUB_REPOSITORY", "contoso/web"},
                            {"GITHUB_SHA", "1a2b"},
                            {"GITHUB_REF", "refs/pull/3/merge"}});
  EXPECT_EQ(run.repository, "https://github.com/contoso/web");
  EXPECT_EQ(run.revision, "1a2b");
  EXPECT_EQ(run.branch, "refs/pull/3/merge");
}

TEST(CiRun, NamesTheRepositoryOfGitlab) {
  const CiRun run = run_of({{"GITLAB_CI", "true"},
                            {"CI_PROJECT_URL", "https://gitlab.com/a/b"},
                            {"CI_COMMIT_SHA", "1a2b"},
                            {"CI_COMMIT_REF_NAME", "main"}});
  EXPECT_EQ(run.repository, "https://gitlab.com/a/b");
  EXPECT_EQ(run.branch, "main");
}

// As GHAzDO1019 and GHAzDO1020 of the SARIF validator want it.
TEST(CiRun, NamesTheBuildOfAzure) {
  const CiRun run =
      run_of({{"TF_BUILD", "True"},
              {"SYSTEM_COLLECTIONURI", "https://dev.azure.com/contoso/"},
              {"SYSTEM_TEAMPROJECT", "web"},
              {"SYSTEM_DEFINITIONID", "12"},
              {"SYSTEM_PHASEID", "3a3a2a60"},
              {"SYSTEM_PHASENAME", "Job"},
              {"BUILD_DEFINITIONNAME", "ci"},
              {"BUILD_SOURCEBRANCH", "refs/heads/main"},
              {"BUILD_BUILDID", "77"}});
  EXPECT_TRUE(run.is_azure);
  EXPECT_EQ(run.automation_id,
            "azuredevops/pipeline/build/contoso/web/12/3a3a2a60/"
            "refs/heads/main/77");
  ASSERT_EQ(run.automation_properties.size(), 4U);
  EXPECT_EQ(run.automation_properties[0].first,
            "azuredevops/pipeline/build/buildDefinitionId");
  EXPECT_EQ(run.automation_properties[0].second, "12");
}

TEST(CiRun, TakesUserAndTokenOutOfAnAddress) {
  for (const char* url : {"https://contoso@dev.azure.com/a/_git/b",
                          "https://user:token@dev.azure.com/a/_git/b",
                          "https://user:to@ken@dev.azure.com/a/_git/b"}) {
    EXPECT_EQ(
        run_of({{"TF_BUILD", "1"}, {"BUILD_REPOSITORY_URI", url}}).repository,
        "https://dev.azure.com/a/_git/b");
  }
}

TEST(CiRun, TakesNoAddressThatIsNoneOfTheWeb) {
  EXPECT_EQ(run_of({{"TF_BUILD", "1"},
                    {"BUILD_REPOSITORY_URI", "git@host.example:a/b"}})
                .repository,
            "");
}

}  // namespace
}  // namespace patrol

#include <gtest/gtest.h>

#include <cstdlib>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>

#include "tests/unit/report/sample.h"

namespace patrol {
namespace {

using Json = nlohmann::ordered_json;

// In no CI, whoever runs the tests.
std::string sarif(const Sample& sample) {
  for (const char* name : {"TF_BUILD", "GITHUB_ACTIONS", "GITLAB_CI"}) {
    ::unsetenv(name);
  }
  return rendered(sample, "sarif");
}

Json run_of(const Sample& sample) {
  return Json::parse(sarif(sample))["runs"][0];
}

// The finding of usual_sample() with most places, `count` times.
Sample with_findings(std::size_t count) {
  Sample sample = usual_sample();
  const Finding finding = sample.report.findings[0];
  sample.report.findings.assign(count, finding);
  sample.report.scan.status = ScanStatus::kComplete;
  sample.report.scan.unread.clear();
  return sample;
}

TEST(Sarif, IsAsTheGoldenFileShows) {
  const std::string text = sarif(usual_sample());
  EXPECT_EQ(text, golden("usual.sarif", text));
}

TEST(Sarif, EscapesHostileNamesAsTheGoldenFileShows) {
  const std::string text = sarif(hostile_sample());
  EXPECT_EQ(text, golden("hostile.sarif", text));
}

TEST(Sarif, TellsAHistoryAsTheGoldenFileShows) {
  const std::string text = sarif(history_sample());
  EXPECT_EQ(text, golden("history.sarif", text));
}

TEST(Sarif, HasAnEmptyListWhereNothingWasFound) {
  const Json run = run_of(empty_sample());
  EXPECT_EQ(run["results"], Json::array());
  EXPECT_EQ(run["invocations"][0]["executionSuccessful"], true);
  EXPECT_EQ(run["invocations"][0]["toolExecutionNotifications"], Json::array());
}

TEST(Sarif, ShowsTheWorstFirst) {
  const Json results = run_of(usual_sample())["results"];
  ASSERT_EQ(results.size(), 3U);
  EXPECT_EQ(results[0]["ruleId"], "cloud-pat");
  EXPECT_EQ(results[2]["level"], "warning");
}

TEST(Sarif, PointsFromAResultToItsRule) {
  const Json run = run_of(usual_sample());
  for (const Json& result : run["results"]) {
    const std::size_t index = result["ruleIndex"];
    EXPECT_EQ(run["tool"]["driver"]["rules"][index]["id"], result["ruleId"]);
  }
}

TEST(Sarif, SaysWhatWasNotRead) {
  const Json invocation = run_of(usual_sample())["invocations"][0];
  EXPECT_EQ(invocation["executionSuccessful"], false);
  const Json& notes = invocation["toolExecutionNotifications"];
  ASSERT_EQ(notes.size(), 13U);
  EXPECT_EQ(notes[0]["message"]["text"], "incomplete: 12 not read");
  EXPECT_EQ(notes[2]["message"]["text"], "permission denied");
  EXPECT_EQ(
      notes[2]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"],
      "private/a");
}

TEST(Sarif, PutsWhatIsCheckedOutFirst) {
  Sample sample = history_sample();
  std::swap(sample.report.findings[1].locations[0],
            sample.report.findings[1].locations[1]);
  const Json result = run_of(sample)["results"][1];
  EXPECT_EQ(
      result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"],
      "a.yml");
  EXPECT_EQ(result["locations"].size(), 4U);
}

TEST(Sarif, NamesAMemberBesideItsArchive) {
  Sample sample = usual_sample();
  Location& location = sample.report.findings[1].locations[0];
  location.path = "a b.zip";
  location.member = "in.zip!c";
  const Json place = run_of(sample)["results"][0]["locations"][0];
  EXPECT_EQ(place["physicalLocation"]["artifactLocation"]["uri"], "a%20b.zip");
  EXPECT_EQ(place["physicalLocation"]["region"], (Json{{"startLine", 1}}));
  EXPECT_EQ(place["logicalLocations"][0]["fullyQualifiedName"],
            "a b.zip!in.zip!c");
  EXPECT_EQ(place["properties"]["line"], 2);
}

TEST(Sarif, HasNoBaseForAnAbsolutePath) {
  Sample sample = usual_sample();
  sample.report.findings[1].locations[0].path = "/srv/a";
  const Json place = run_of(sample)["results"][0]["locations"][0];
  EXPECT_EQ(place["physicalLocation"]["artifactLocation"],
            (Json{{"uri", "file:///srv/a"}}));
}

TEST(Sarif, KeepsToTheLimitOfResultsAndSaysSo) {
  const Json run = run_of(with_findings(25'001));
  EXPECT_EQ(run["results"].size(), 25'000U);
  EXPECT_EQ(
      run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"],
      "of 25,001 findings the worst 25,000 are in this report");
}

TEST(Sarif, KeepsToTheLimitOfPlacesAndSaysSo) {
  Sample sample = with_findings(1);
  const Location place = sample.report.findings[0].locations[0];
  sample.report.findings[0].locations.assign(101, place);
  const Json run = run_of(sample);
  EXPECT_EQ(run["results"][0]["locations"].size(), 100U);
  EXPECT_EQ(run["results"][0]["properties"]["places"], 101);
  EXPECT_EQ(
      run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"],
      "of 1 finding the first 100 places are in this report");
}

TEST(Sarif, KeepsToTheLimitOfTags) {
  const Text tags[] = {"a", "b", "c", "d", "e", "f", "g", "h", "i"};
  Rule rules_of_sample[3];
  rules_of_sample[0].id = "one";
  rules_of_sample[1].id = "three";
  rules_of_sample[2].id = "two";
  for (Rule& rule : rules_of_sample) rule.tags = tags;
  Sample sample = usual_sample();
  sample.rules =
      RuleSet({std::begin(rules_of_sample), std::end(rules_of_sample)});
  const Json rules = run_of(sample)["tool"]["driver"]["rules"];
  EXPECT_EQ(rules[0]["properties"]["tags"].size(), 10U);
}

TEST(Sarif, ShowsNoSecretEvenWhenAsked) {
  for (const Sample& sample : {usual_sample(), history_sample()}) {
    const std::string text = rendered(sample, "sarif", {.show_secrets = true});
    for (const std::string& secret : sample.secrets) {
      EXPECT_EQ(text.find(secret), text.npos);
    }
  }
}

TEST(Sarif, TakesFromTheEnvironmentWhereItIs) {
  ::setenv("TF_BUILD", "True", 1);
  ::setenv("BUILD_REPOSITORY_URI", "https://t@dev.azure.com/a/_git/b", 1);
  const std::string text = rendered(with_findings(5'001), "sarif");
  ::unsetenv("TF_BUILD");
  const Json run = Json::parse(text)["runs"][0];
  EXPECT_EQ(run["versionControlProvenance"][0]["repositoryUri"],
            "https://dev.azure.com/a/_git/b");
  EXPECT_TRUE(run["automationDetails"]["id"].get<std::string>().starts_with(
      "azuredevops/pipeline/build/"));
  EXPECT_EQ(run["results"].size(), 5'000U);
}

}  // namespace
}  // namespace patrol

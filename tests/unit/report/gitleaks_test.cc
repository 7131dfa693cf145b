#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/unit/report/sample.h"

namespace patrol {
namespace {

using Json = nlohmann::ordered_json;

Json entries_of(const Sample& sample, const ReportOptions& options = {}) {
  return Json::parse(rendered(sample, "gitleaks", options));
}

TEST(Gitleaks, IsAsTheGoldenFileShows) {
  const std::string text = rendered(usual_sample(), "gitleaks");
  EXPECT_EQ(text, golden("usual.gitleaks.json", text));
}

TEST(Gitleaks, EscapesHostileNamesAsTheGoldenFileShows) {
  const std::string text = rendered(hostile_sample(), "gitleaks");
  EXPECT_EQ(text, golden("hostile.gitleaks.json", text));
}

TEST(Gitleaks, IsAnEmptyArrayWhereNothingWasFound) {
  EXPECT_EQ(rendered(empty_sample(), "gitleaks"), "[]\n");
}

// "report" in the README of gitleaks 8.
TEST(Gitleaks, HasTheKeysOfGitleaksInItsOrder) {
  std::vector<std::string> keys;
  const Json entries = entries_of(usual_sample());
  for (const auto& [key, value] : entries[0].items()) keys.push_back(key);
  EXPECT_EQ(keys, (std::vector<std::string>{
                      "RuleID", "Description", "StartLine", "EndLine",
                      "StartColumn", "EndColumn", "Match", "Secret", "File",
                      "SymlinkFile", "Commit", "Entropy", "Author", "Email",
                      "Date", "Message", "Tags", "Fingerprint"}));
}

TEST(Gitleaks, HasAnEntryAPlace) {
  EXPECT_EQ(entries_of(usual_sample()).size(), 9U);
}

TEST(Gitleaks, EndsAtTheLastColumn) {
  const Json entry = entries_of(usual_sample())[0];
  EXPECT_EQ(entry["StartColumn"], 12);
  EXPECT_EQ(entry["EndColumn"], 25);
}

// Of "hunter2hunter2" each of its seven letters twice: log2(7).
TEST(Gitleaks, MeasuresTheEntropyOfTheSecret) {
  EXPECT_FLOAT_EQ(entries_of(usual_sample())[0]["Entropy"].get<float>(),
                  2.807355F);
}

TEST(Gitleaks, NamesTheCommitInTheFingerprint) {
  EXPECT_EQ(entries_of(usual_sample())[0]["Fingerprint"],
            "app/database.ini:password:12");
  const Json entry = entries_of(history_sample())[7];
  EXPECT_EQ(entry["Fingerprint"],
            "b234567890abcdef0123456789abcdef01234567:b.yml:deploy-token:3");
  EXPECT_EQ(entry["Date"], "2019-03-02T00:00:00Z");
}

TEST(Gitleaks, JoinsTheMemberToThePath) {
  Sample sample = usual_sample();
  sample.report.findings[0].locations[0].member = "inner";
  EXPECT_EQ(entries_of(sample)[0]["File"], "app/database.ini!inner");
}

TEST(Gitleaks, ShowsTheSecretWholeWhenAsked) {
  const Json entry = entries_of(usual_sample(), {.show_secrets = true})[0];
  EXPECT_EQ(entry["Secret"], "hunter2hunter2");
  EXPECT_EQ(entry["Match"], "hunter2hunter2");
}

}  // namespace
}  // namespace patrol

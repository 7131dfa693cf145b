#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "tests/unit/report/sample.h"

namespace patrol {
namespace {

using Json = nlohmann::ordered_json;

Json report_of(const Sample& sample, const ReportOptions& options = {}) {
  return Json::parse(rendered(sample, "gitlab", options));
}

TEST(Gitlab, IsAsTheGoldenFileShows) {
  const std::string text = rendered(usual_sample(), "gitlab");
  EXPECT_EQ(text, golden("usual.gitlab.json", text));
}

TEST(Gitlab, EscapesHostileNamesAsTheGoldenFileShows) {
  const std::string text = rendered(hostile_sample(), "gitlab");
  EXPECT_EQ(text, golden("hostile.gitlab.json", text));
}

TEST(Gitlab, HasAnEmptyListWhereNothingWasFound) {
  const Json report = report_of(empty_sample());
  EXPECT_EQ(report["vulnerabilities"], Json::array());
  EXPECT_EQ(report["scan"]["status"], "success");
  EXPECT_FALSE(report["scan"].contains("messages"));
}

TEST(Gitlab, HasATimeWithoutZone) {
  const Json scan = report_of(usual_sample())["scan"];
  EXPECT_EQ(scan["start_time"], "2026-11-23T20:00:00");
  EXPECT_EQ(scan["end_time"], "2026-11-23T20:00:01");
}

TEST(Gitlab, SaysWhatWasNotRead) {
  const Json messages = report_of(usual_sample())["scan"]["messages"];
  ASSERT_EQ(messages.size(), 13U);
  EXPECT_EQ(messages[0]["value"], "incomplete: 12 not read");
  EXPECT_EQ(messages[2]["level"], "warn");
  EXPECT_EQ(messages[2]["value"], "private/a: permission denied");
}

// Of any two places, and the same in the next run.
TEST(Gitlab, GivesEachPlaceAnIdOfItsOwn) {
  std::set<std::string> ids;
  std::size_t places = 0;
  for (const Sample& sample : {usual_sample(), history_sample()}) {
    const Json report = report_of(sample);
    EXPECT_EQ(report, report_of(sample));
    for (const Json& v : report["vulnerabilities"]) ids.insert(v["id"]);
    places += report["vulnerabilities"].size();
  }
  EXPECT_EQ(places, 19U);
  EXPECT_EQ(ids.size(), places);
}

// uuid.uuid5(uuid.NAMESPACE_URL, "patrol:" + …) of Python.
TEST(Gitlab, MakesAUuidAsOthersDo) {
  EXPECT_EQ(report_of(usual_sample())["vulnerabilities"][0]["id"],
            "182839eb-87d7-580e-abb0-137fb08fb7fb");
}

TEST(Gitlab, NamesTheCommitOfAHistory) {
  const Json report = report_of(history_sample());
  const Json& location = report["vulnerabilities"][7]["location"];
  EXPECT_EQ(location["file"], "b.yml");
  EXPECT_EQ(location["commit"],
            (Json{{"sha", "b234567890abcdef0123456789abcdef01234567"},
                  {"author", "Ada Lovelace <ada@example.com>"},
                  {"date", "2019-03-02T00:00:00Z"}}));
}

TEST(Gitlab, NamesAPathEvenOfWhatHasNone) {
  const Json report = report_of(history_sample());
  EXPECT_EQ(report["vulnerabilities"][1]["location"]["file"],
            ".git/commit-message/e234567890abcdef0123456789abcdef01234567");
}

TEST(Gitlab, HasNoSecretAmongTheSourceUnlessAsked) {
  EXPECT_FALSE(report_of(usual_sample())["vulnerabilities"][0].contains(
      "raw_source_code_extract"));
  const Json report = report_of(usual_sample(), {.show_secrets = true});
  EXPECT_EQ(report["vulnerabilities"][0]["raw_source_code_extract"],
            "hunter2hunter2");
}

}  // namespace
}  // namespace patrol

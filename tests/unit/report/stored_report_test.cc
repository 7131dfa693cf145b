#include "scanner/report/stored_report.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "tests/unit/report/sample.h"

namespace patrol {
namespace {

using Json = nlohmann::ordered_json;

// What is read of `text`, written again.
std::string again(std::string_view text, std::string_view format,
                  const ReportOptions& options = {}) {
  ToldRules told;
  Result<StoredReport> stored = read_stored_report(text, "a.json", told);
  if (!stored) return stored.error().message;
  EXPECT_FALSE(stored->has_more);
  told.renumber(stored->report);
  const RuleSet rules = told.rules(RuleSet({}));
  std::ostringstream out;
  find_format(format)->write({stored->report, rules, stored->version,
                              stored->rules_digest, stored->rules},
                             options, out);
  return out.str();
}

std::vector<Sample> samples() {
  return {usual_sample(), hostile_sample(), history_sample(), empty_sample()};
}

TEST(StoredReport, IsWrittenAsItWasRead) {
  for (const Sample& sample : samples()) {
    const std::string json = rendered(sample, "json");
    EXPECT_EQ(again(json, "json"), json);
    EXPECT_EQ(again(json, "jsonl"), rendered(sample, "jsonl"));
    EXPECT_EQ(again(json, "html"), rendered(sample, "html"));
  }
}

TEST(StoredReport, MayBeAStream) {
  for (const Sample& sample : samples()) {
    const std::string stream = rendered(sample, "jsonl");
    EXPECT_EQ(again(stream, "jsonl"), stream);
    EXPECT_EQ(again(stream, "json"), rendered(sample, "json"));
  }
}

TEST(StoredReport, ShowsSecretsWholeOnlyIfAskedAgain) {
  const ReportOptions whole{.show_secrets = true};
  const Sample sample = usual_sample();
  const std::string json = rendered(sample, "json", whole);
  EXPECT_EQ(again(json, "json", whole), json);
  EXPECT_EQ(again(json, "json"), rendered(sample, "json"));
}

TEST(StoredReport, ThatWasCutOffIsPartial) {
  const std::string stream = rendered(empty_sample(), "jsonl");
  ToldRules told;
  const auto stored = read_stored_report(
      std::string_view(stream).substr(0, stream.find('\n')), "a", told);
  ASSERT_TRUE(stored);
  EXPECT_EQ(stored->report.scan.status, ScanStatus::kPartial);
  EXPECT_EQ(stored->report.scan.unread_count, 1u);
  EXPECT_EQ(stored->report.scan.target, ".");
}

TEST(StoredReport, KeepsTheBytesOfNames) {
  ToldRules told;
  const Sample sample = hostile_sample();
  const auto stored =
      read_stored_report(rendered(sample, "json"), "a.json", told);
  ASSERT_TRUE(stored);
  EXPECT_EQ(stored->report.findings[0].locations[2].path,
            sample.report.findings[0].locations[2].path);
}

// The fault that is told of `report`.
std::string fault(const Json& report) {
  ToldRules told;
  const auto stored = read_stored_report(report.dump(), "a.json", told);
  return stored ? "" : stored.error().message;
}

Json usual() { return Json::parse(rendered(usual_sample(), "json")); }
Json history() { return Json::parse(rendered(history_sample(), "json")); }

TEST(StoredReport, NamesWhereAFaultIs) {
  Json report = usual();
  report["findings"][1]["locations"][2]["line"] = "3";
  EXPECT_EQ(fault(report),
            "a.json: findings[1].locations[2].line: is not a number");
  report = usual();
  report["scan"]["unread"][4].erase("reason");
  EXPECT_EQ(fault(report), "a.json: scan.unread[4].reason: is missing");
}

TEST(StoredReport, IsRefusedWhereAFieldIsWrong) {
  const Json null;
  for (const char* place : {"/schema",
                            "/tool",
                            "/tool/version",
                            "/tool/rules",
                            "/scan",
                            "/scan/mode",
                            "/scan/status",
                            "/scan/started",
                            "/scan/bytes",
                            "/scan/skipped",
                            "/scan/skipped/0",
                            "/scan/skipped/0/path",
                            "/findings",
                            "/findings/0",
                            "/findings/0/fingerprint",
                            "/findings/0/rule",
                            "/findings/0/name",
                            "/findings/0/severity",
                            "/findings/0/confidence",
                            "/findings/0/secret",
                            "/findings/0/secret_length",
                            "/findings/0/checksum",
                            "/findings/0/facts",
                            "/findings/1/facts/created",
                            "/findings/0/companions",
                            "/findings/2/companions/0",
                            "/findings/0/remediation",
                            "/findings/0/remediation/url",
                            "/findings/0/locations",
                            "/findings/0/locations/0",
                            "/findings/0/locations/0/path",
                            "/findings/0/locations/0/kind",
                            "/findings/0/locations/0/offset",
                            "/findings/0/locations/0/decoded_from",
                            "/findings/1/locations/0/decoded_from/0"}) {
    for (const Json& wrong : {Json(-1), Json(1.5), Json(null), Json(true),
                              Json("no"), Json(Json::array({1}))}) {
      Json report = usual();
      Json& field = report[Json::json_pointer(place)];
      if (field.type() == wrong.type()) continue;
      field = wrong;
      EXPECT_TRUE(fault(report).starts_with("a.json: ")) << place << wrong;
    }
  }
}

TEST(StoredReport, OfAHistoryIsRefusedWhereAFieldIsWrong) {
  for (const char* name :
       {"blob", "commit", "author", "email", "date", "versions", "at_head",
        "removed_commit", "removed_date"}) {
    Json report = history();
    report["findings"][1]["locations"][1][name] = Json::array();
    EXPECT_TRUE(fault(report).starts_with("a.json: findings[1].locations[1]." +
                                          std::string(name)))
        << fault(report);
  }
}

TEST(StoredReport, HasWordsTimesAndNumbersWithinBounds) {
  Json report = usual();
  report["findings"][0]["severity"] = "worst";
  EXPECT_EQ(fault(report),
            "a.json: findings[0].severity: is no word that this patrol knows");
  report = usual();
  report["scan"]["started"] = "yesterday";
  EXPECT_NE(fault(report).find("scan.started: is not a time"),
            std::string::npos);
  report = usual();
  report["scan"]["bytes"] = std::uint64_t{1} << 60;
  EXPECT_EQ(fault(report), "a.json: scan.bytes: is too large");
  report = usual();
  report["findings"][0]["fingerprint"] = std::string(32, 'G');
  EXPECT_NE(fault(report).find("hexadecimal"), std::string::npos);
  report = usual();
  report["findings"][0]["locations"] = Json::array();
  EXPECT_EQ(fault(report), "a.json: findings[0].locations: is empty");
}

TEST(StoredReport, IsOfThisSchema) {
  Json report = usual();
  report["schema"] = "patrol-report/2";
  EXPECT_EQ(fault(report), "a.json: schema: is not patrol-report/1");
}

TEST(StoredReport, IsNoOtherJson) {
  ToldRules told;
  for (const char* text : {"[]", "{}", "1", "null", "[{\"Description\":1}]"}) {
    const auto stored = read_stored_report(text, "a", told);
    ASSERT_FALSE(stored);
    EXPECT_EQ(stored.error().message, "a: is not a report of patrol");
  }
  for (const char* text : {"", "x", "{", "{\"schema\":}", "\xff"}) {
    const auto stored = read_stored_report(text, "a", told);
    ASSERT_FALSE(stored);
    EXPECT_EQ(stored.error().message, "a: is not JSON");
  }
}

TEST(StoredReport, IsOneReport) {
  const std::string stream = rendered(empty_sample(), "jsonl");
  ToldRules told;
  const auto stored = read_stored_report(stream + stream, "a", told);
  ASSERT_FALSE(stored);
  EXPECT_EQ(stored.error().message,
            "a: line[3].type: is the head of a second report");
}

TEST(StoredReport, SaysThatThereWasMore) {
  for (const char* place :
       {"/more", "/tool/more", "/scan/more", "/findings/0/more",
        "/findings/0/locations/0/more", "/findings/0/verification/mood"}) {
    Json report = usual();
    report[Json::json_pointer(place)] = "x";
    ToldRules told;
    const auto stored = read_stored_report(report.dump(), "a", told);
    ASSERT_TRUE(stored) << place;
    EXPECT_TRUE(stored->has_more) << place;
  }
}

}  // namespace
}  // namespace patrol

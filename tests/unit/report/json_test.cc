#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "tests/unit/report/sample.h"

namespace patrol {
namespace {

using Json = nlohmann::ordered_json;

std::vector<std::string> keys_of(const Json& object) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : object.items()) keys.push_back(key);
  return keys;
}

using Keys = std::vector<std::string>;

TEST(Json, IsAsTheGoldenFileShows) {
  const std::string text = rendered(usual_sample(), "json");
  EXPECT_EQ(text, golden("usual.json", text));
}

TEST(Json, EscapesHostileNamesAsTheGoldenFileShows) {
  const std::string text = rendered(hostile_sample(), "json");
  EXPECT_EQ(text, golden("hostile.json", text));
}

TEST(Json, HasTheKeysOfTheContractInItsOrder) {
  const Json report = Json::parse(rendered(usual_sample(), "json"));
  EXPECT_EQ(keys_of(report), (Keys{"schema", "tool", "scan", "findings"}));
  EXPECT_EQ(keys_of(report["tool"]),
            (Keys{"name", "version", "rules", "rules_digest"}));
  EXPECT_EQ(keys_of(report["scan"]),
            (Keys{"mode", "target", "status", "started", "duration_ms", "files",
                  "blobs", "commits", "bytes", "skipped_count", "unread_count",
                  "suppressed_count", "suppressed_by_repository", "skipped",
                  "unread"}));
  const Json& finding = report["findings"][0];
  EXPECT_EQ(keys_of(finding),
            (Keys{"fingerprint", "rule", "name", "severity", "confidence",
                  "secret", "secret_length", "checksum", "facts", "companions",
                  "verification", "remediation", "locations"}));
  EXPECT_EQ(keys_of(finding["locations"][0]),
            (Keys{"path", "kind", "line", "column", "end_line", "end_column",
                  "offset", "length", "decoded_from", "confidence"}));
}

TEST(Json, TellsAHistoryAsTheGoldenFileShows) {
  const std::string text = rendered(history_sample(), "json");
  EXPECT_EQ(text, golden("history.json", text));
}

// The keys that a location has in histories only.
Keys history_keys(const Json& location) {
  Keys keys = keys_of(location);
  const auto last = std::find(keys.begin(), keys.end(), "confidence");
  EXPECT_NE(last, keys.end());
  keys.erase(keys.begin(), std::next(last));
  return keys;
}

TEST(Json, HasTheKeysOfAHistoryInTheContractsOrder) {
  const Json report = Json::parse(rendered(history_sample(), "json"));
  const Json& other = report["findings"][0]["locations"];
  const Json& files = report["findings"][1]["locations"];
  const Keys added = {"blob", "commit",   "author", "email",
                      "date", "versions", "at_head"};
  Keys removed = added;
  removed.insert(removed.end(), {"removed_commit", "removed_date"});
  Keys border = added;
  border.push_back("shallow");
  EXPECT_EQ(history_keys(files[0]), added);
  EXPECT_EQ(history_keys(files[1]), removed);
  EXPECT_EQ(history_keys(files[2]), added);
  EXPECT_EQ(history_keys(files[3]), border);
  EXPECT_EQ(history_keys(other[0]), (Keys{"blob", "versions", "at_head"}));
  EXPECT_EQ(history_keys(other[5]), Keys{});  // the repository's configuration
}

TEST(Json, SaysWhatBecameOfASecret) {
  const Json report = Json::parse(rendered(history_sample(), "json"));
  EXPECT_EQ(report["scan"]["mode"], "history");
  EXPECT_EQ(report["scan"]["commits"], 67'890);
  const Json& location = report["findings"][1]["locations"][1];
  EXPECT_EQ(location["kind"], "blob");
  EXPECT_EQ(location["blob"], "2234567890abcdef0123456789abcdef01234567");
  EXPECT_EQ(location["author"], "Ada Lovelace");
  EXPECT_EQ(location["email"], "ada@example.com");
  EXPECT_EQ(location["date"], "2019-03-02T00:00:00Z");
  EXPECT_EQ(location["versions"], 2);
  EXPECT_EQ(location["at_head"], false);
  EXPECT_EQ(location["removed_date"], "2020-04-05T00:00:00Z");
  EXPECT_EQ(report["findings"][1]["locations"][3]["shallow"], true);
}

TEST(Json, NamesTheKindOfEachPlace) {
  const Json report = Json::parse(rendered(history_sample(), "json"));
  Keys kinds;
  for (const Json& location : report["findings"][0]["locations"]) {
    kinds.push_back(location["kind"]);
  }
  EXPECT_EQ(kinds, (Keys{"blob", "commit-message", "tag-message", "identity",
                         "note", "git-config"}));
}

TEST(Json, SaysWhatTheReportSays) {
  const Json report = Json::parse(rendered(usual_sample(), "json"));
  EXPECT_EQ(report["scan"]["started"], "2026-11-23T20:00:00Z");
  EXPECT_EQ(report["tool"]["rules"], 3);
  EXPECT_EQ(report["scan"]["unread"].size(), 12u);
  ASSERT_EQ(report["findings"].size(), 3u);
  const Json& finding = report["findings"][1];
  EXPECT_EQ(finding["secret"],
            "QwEr\xe2\x80\xa6"
            "ErTy");
  EXPECT_EQ(finding["secret_length"], 84);
  EXPECT_EQ(finding["checksum"], "valid");
  EXPECT_EQ(finding["facts"]["organization"], "contoso");
  EXPECT_EQ(finding["verification"]["status"], "unverified");
  EXPECT_EQ(finding["companions"], Json::array());
  EXPECT_EQ(report["findings"][2]["companions"], (Json{{{"rule", "cloud-pat"},
                                                        {"value",
                                                         "cid\xe2\x80\xa6"
                                                         "kLz"}}}));
  ASSERT_EQ(finding["locations"].size(), 7u);
  EXPECT_EQ(finding["locations"][0]["decoded_from"], Json({"base64"}));
  EXPECT_EQ(finding["locations"][0]["length"], 112);
}

TEST(Json, GivesTheExactBytesOfAPathThatIsNotUtf8) {
  const Json report = Json::parse(rendered(hostile_sample(), "json"));
  const Json& locations = report["findings"][0]["locations"];
  EXPECT_FALSE(locations[0].contains("path_b64"));
  // base64 of "café/\xff\xfe\xc3(.txt", worked out with coreutils.
  EXPECT_EQ(locations[2]["path_b64"], "Y2Fmw6kv//7DKC50eHQ=");
  EXPECT_EQ(locations[2]["path"],
            "caf\xc3\xa9/\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd(.txt");
  EXPECT_EQ(report["scan"]["skipped"][1]["path_b64"], "/gE=");
}

TEST(Json, LosesNothingByEscaping) {
  const Sample sample = hostile_sample();
  const Json report = Json::parse(rendered(sample, "json"));
  EXPECT_EQ(report["scan"]["skipped"][0]["path"],
            sample.report.scan.skipped[0].path);
  EXPECT_EQ(report["findings"][0]["locations"][4]["path"],
            sample.report.findings[0].locations[4].path);
}

TEST(Json, IsReadableWhateverBytesNamesHold) {
  Sample sample = hostile_sample();
  std::string bytes;
  for (int b = 0; b < 256; ++b) bytes += static_cast<char>(b);
  for (std::size_t size = 0; size <= bytes.size(); ++size) {
    const std::string name = bytes.substr(bytes.size() - size);
    sample.report.findings[0].locations[0].path = name;
    sample.report.findings[0].facts = {{name, name}};
    EXPECT_TRUE(Json::accept(rendered(sample, "json"))) << size;
    EXPECT_TRUE(Json::accept(rendered(sample, "json", {.show_secrets = true})));
  }
}

TEST(Json, NamesTheMemberAfterThePath) {
  Sample sample = empty_sample();
  sample.report.scan.skipped = {{"a.zip", "encrypted", "b\xff"}};
  const std::string text = rendered(sample, "json");
  const Json entry = Json::parse(text)["scan"]["skipped"][0];
  EXPECT_EQ(entry["member"], "b\xef\xbf\xbd");
  EXPECT_EQ(entry["member_b64"], "Yv8=");
  EXPECT_LT(text.find("\"a.zip\""), text.find("\"member\""));
  EXPECT_LT(text.find("\"member\""), text.find("\"encrypted\""));
}

TEST(Json, HasNoMemberOutsideOfArchives) {
  EXPECT_EQ(rendered(usual_sample(), "json").find("member"), std::string::npos);
}

TEST(Json, HasAnEmptyArrayWhereNothingWasFound) {
  const Json report = Json::parse(rendered(empty_sample(), "json"));
  EXPECT_EQ(report["findings"], Json::array());
  EXPECT_EQ(report["scan"]["status"], "complete");
}

std::vector<Json> lines_of(const std::string& text) {
  std::vector<Json> objects;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    objects.push_back(Json::parse(line));
  }
  return objects;
}

TEST(Jsonl, IsAsTheGoldenFileShows) {
  const std::string text = rendered(usual_sample(), "jsonl");
  EXPECT_EQ(text, golden("usual.jsonl", text));
}

TEST(Jsonl, HasTheObjectsOfJson) {
  for (const Sample& sample :
       {usual_sample(), hostile_sample(), history_sample(), empty_sample()}) {
    const Json report = Json::parse(rendered(sample, "json"));
    std::vector<Json> lines = lines_of(rendered(sample, "jsonl"));
    ASSERT_EQ(lines.size(), report["findings"].size() + 2);
    for (const Json& line : lines) EXPECT_EQ(keys_of(line)[0], "type");

    EXPECT_EQ(lines.front()["type"], "scan");
    EXPECT_EQ(lines.front()["tool"], report["tool"]);
    EXPECT_EQ(lines.front()["schema"], report["schema"]);
    EXPECT_EQ(lines.back()["type"], "summary");
    lines.back().erase("type");
    EXPECT_EQ(lines.back(), report["scan"]);
    for (std::size_t i = 0; i < report["findings"].size(); ++i) {
      EXPECT_EQ(lines[i + 1]["type"], "finding");
      lines[i + 1].erase("type");
      EXPECT_EQ(lines[i + 1], report["findings"][i]);
    }
  }
}

}  // namespace
}  // namespace patrol

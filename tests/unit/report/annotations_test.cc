// What CI runners obey: the formats `github` and `azure`.
#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <vector>

#include "tests/unit/report/sample.h"

namespace patrol {
namespace {

std::vector<std::string> lines_of(const Sample& sample,
                                  std::string_view format) {
  std::istringstream text(rendered(sample, format));
  std::vector<std::string> lines;
  for (std::string line; std::getline(text, line);) lines.push_back(line);
  return lines;
}

// The line of a finding at `path`.
std::string line_at(const std::string& path, std::string_view format) {
  Sample sample = usual_sample();
  sample.report.scan.status = ScanStatus::kComplete;
  sample.report.findings.resize(1);
  sample.report.findings[0].locations[0].path = path;
  return lines_of(sample, format).at(0);
}

Sample with_findings(std::size_t count) {
  Sample sample = usual_sample();
  const Finding finding = sample.report.findings[1];
  sample.report.findings.assign(count, finding);
  return sample;
}

TEST(Github, IsAsTheGoldenFileShows) {
  const std::string text = rendered(usual_sample(), "github");
  EXPECT_EQ(text, golden("usual.github.txt", text));
}

TEST(Github, EscapesHostileNamesAsTheGoldenFileShows) {
  const std::string text = rendered(hostile_sample(), "github");
  EXPECT_EQ(text, golden("hostile.github.txt", text));
}

TEST(Github, SaysThatThereIsNothing) {
  EXPECT_EQ(rendered(empty_sample(), "github"), "No findings.\n");
}

TEST(Github, EscapesWhatEndsAProperty) {
  const std::string line = line_at("a,line=1::b%0A", "github");
  EXPECT_TRUE(line.starts_with(
      "::warning file=a%2Cline=1%3A%3Ab%250A,line=12,endLine=12,col=12,"
      "endColumn=26,title=Password in a configuration file::*** in "))
      << line;
}

TEST(Github, LeavesNoPercentForTheRunnerToUndo) {
  EXPECT_NE(line_at("a%0A::error::b", "github").find("in a%250A::error::b:12"),
            std::string::npos);
}

TEST(Github, PointsAtNoFileThatIsNotCheckedOut) {
  Sample sample = history_sample();
  sample.report.findings.resize(1);
  EXPECT_TRUE(lines_of(sample, "github")[0].starts_with(
      "::error title=Cloud personal access token::"));
}

TEST(Github, PointsAtNoLineOfAnArchive) {
  Sample sample = usual_sample();
  sample.report.findings[1].locations[0].member = "inner";
  EXPECT_TRUE(lines_of(sample, "github")[1].starts_with(
      "::error file=config/.npmrc,title="));
}

TEST(Github, GivesNoColumnsOverSeveralLines) {
  Sample sample = usual_sample();
  sample.report.findings[1].locations[0].end.line = 9;
  EXPECT_TRUE(lines_of(sample, "github")[1].starts_with(
      "::error file=config/.npmrc,line=2,endLine=9,title="));
}

TEST(Github, ShowsTenOfATypeAndSaysHowManyThereAreBesides) {
  const auto lines = lines_of(with_findings(15), "github");
  ASSERT_EQ(lines.size(), 12U);  // with the warning, and the notice
  EXPECT_TRUE(lines[0].starts_with("::warning title=patrol::incomplete: 12"));
  EXPECT_TRUE(lines[10].starts_with("::error "));
  EXPECT_EQ(lines[11],
            "::notice title=patrol::5 more findings than are shown here");
}

TEST(Azure, IsAsTheGoldenFileShows) {
  const std::string text = rendered(usual_sample(), "azure");
  EXPECT_EQ(text, golden("usual.azure.txt", text));
}

TEST(Azure, EscapesHostileNamesAsTheGoldenFileShows) {
  const std::string text = rendered(hostile_sample(), "azure");
  EXPECT_EQ(text, golden("hostile.azure.txt", text));
}

TEST(Azure, SaysThatThereIsNothing) {
  EXPECT_EQ(rendered(empty_sample(), "azure"), "No findings.\n");
}

TEST(Azure, EscapesWhatEndsAProperty) {
  const std::string line = line_at("a;code=b]c%5D", "azure");
  EXPECT_TRUE(line.starts_with(
      "##vso[task.logissue type=warning;sourcepath=a%3Bcode=b%5Dc%AZP255D;"
      "linenumber=12;columnnumber=12;code=password]Password in"))
      << line;
}

TEST(Azure, LeavesNoPercentForTheAgentToUndo) {
  EXPECT_NE(line_at("a%0A", "azure").find("in a%AZP250A:12"),
            std::string::npos);
}

TEST(Azure, BreaksUpCommandsInNames) {
  const std::string line = line_at("##vso[task.complete]##[error]", "azure");
  EXPECT_EQ(line.find("##", 2), std::string::npos) << line;
}

TEST(Azure, PointsAtNoFileThatIsNotCheckedOut) {
  Sample sample = history_sample();
  sample.report.findings.resize(1);
  EXPECT_TRUE(lines_of(sample, "azure")[0].starts_with(
      "##vso[task.logissue type=error;code=cloud-pat]"));
}

TEST(Azure, SaysThatTheScanIsIncomplete) {
  const auto lines = lines_of(usual_sample(), "azure");
  ASSERT_EQ(lines.size(), 4U);
  EXPECT_EQ(lines[0],
            "##vso[task.logissue type=warning;code=patrol]incomplete: 12 not "
            "read: limit: more than 7 places with a secret; private/a: "
            "permission denied; private/b: permission denied and 9 more");
}

}  // namespace
}  // namespace patrol

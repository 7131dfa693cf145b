#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include "tests/unit/report/sample.h"

namespace patrol {
namespace {

std::vector<std::string> lines_of(const Sample& sample) {
  std::istringstream text(rendered(sample, "csv"));
  std::vector<std::string> lines;
  for (std::string line; std::getline(text, line);) lines.push_back(line);
  return lines;
}

// The field "File" of a place at `path`, as it is written.
std::string file_field(const std::string& path) {
  Sample sample = usual_sample();
  sample.report.findings.resize(1);
  sample.report.findings[0].locations[0].path = path;
  const std::string line = lines_of(sample)[1];
  const std::size_t begin = line.find(",,") + 2;
  return line.substr(begin, line.find(",,***") - begin);
}

TEST(Csv, IsAsTheGoldenFileShows) {
  const std::string text = rendered(usual_sample(), "csv");
  EXPECT_EQ(text, golden("usual.csv", text));
}

TEST(Csv, EscapesHostileNamesAsTheGoldenFileShows) {
  const std::string text = rendered(hostile_sample(), "csv");
  EXPECT_EQ(text, golden("hostile.csv", text));
}

TEST(Csv, TellsAHistoryAsTheGoldenFileShows) {
  const std::string text = rendered(history_sample(), "csv");
  EXPECT_EQ(text, golden("history.csv", text));
}

TEST(Csv, HasItsHeaderWhereNothingWasFound) {
  const std::vector<std::string> lines = lines_of(empty_sample());
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_TRUE(lines[0].starts_with(
      "RuleID,Commit,File,SymlinkFile,Secret,Match,StartLine,EndLine,"
      "StartColumn,EndColumn,Author,Message,Date,Email,Fingerprint,Tags,"));
}

TEST(Csv, HasALineAPlace) { EXPECT_EQ(lines_of(usual_sample()).size(), 10U); }

TEST(Csv, HasAsManyFieldsAsItsHeader) {
  for (const Sample& sample : {usual_sample(), history_sample()}) {
    for (const std::string& line : lines_of(sample)) {
      EXPECT_EQ(std::count(line.begin(), line.end(), ','), 23) << line;
    }
  }
}

TEST(Csv, QuotesCommasAndQuotes) {
  EXPECT_EQ(file_field("a,b"), "\"a,b\"");
  EXPECT_EQ(file_field("a\"b"), "\"a\"\"b\"");
}

TEST(Csv, KeepsALineEndOutOfAField) {
  EXPECT_EQ(file_field("a\r\nb"), "a\\r\\nb");
}

TEST(Csv, LeavesNoFormulaToASpreadsheet) {
  for (const char* start : {"=", "+", "-", "@", "|", "%", "  =", "＝", "＠"}) {
    EXPECT_EQ(file_field(start + std::string("cmd")),
              '\'' + (start + std::string("cmd")));
  }
  EXPECT_EQ(file_field("=1,\"2\""), "\"'=1,\"\"2\"\"\"");
  EXPECT_EQ(file_field("\t=cmd"), "\\t=cmd");
  EXPECT_EQ(file_field("a=b"), "a=b");
}

}  // namespace
}  // namespace patrol

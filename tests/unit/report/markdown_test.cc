#include <gtest/gtest.h>

#include <string>

#include "tests/unit/report/sample.h"

namespace patrol {
namespace {

// The page of one place at `path`.
std::string page_at(const std::string& path) {
  Sample sample = usual_sample();
  sample.report.findings.resize(1);
  sample.report.findings[0].locations[0].path = path;
  return rendered(sample, "markdown");
}

TEST(Markdown, IsAsTheGoldenFileShows) {
  const std::string text = rendered(usual_sample(), "markdown");
  EXPECT_EQ(text, golden("usual.md", text));
}

TEST(Markdown, EscapesHostileNamesAsTheGoldenFileShows) {
  const std::string text = rendered(hostile_sample(), "markdown");
  EXPECT_EQ(text, golden("hostile.md", text));
}

TEST(Markdown, TellsAHistoryAsTheGoldenFileShows) {
  const std::string text = rendered(history_sample(), "markdown");
  EXPECT_EQ(text, golden("history.md", text));
}

TEST(Markdown, SaysThatThereIsNothing) {
  EXPECT_EQ(rendered(empty_sample(), "markdown"),
            "## patrol: no findings\n\nNo findings.\n");
}

TEST(Markdown, SaysThatTheScanIsIncomplete) {
  Sample sample = empty_sample();
  sample.report.scan.status = ScanStatus::kPartial;
  EXPECT_EQ(rendered(sample, "markdown"),
            "## patrol: no findings\n\n**The scan is incomplete**\n\n"
            "<code>incomplete&#58; the scan was ended early</code>\n\n"
            "No findings in what was read.\n");
}

TEST(Markdown, MakesNoSyntaxOfAName) {
  EXPECT_NE(
      page_at("`a`|<b>*c*[d](e)@f")
          .find("<code>&#96;a&#96;&#124;&#60;b&#62;&#42;c&#42;&#91;d&#93;&#40;"
                "e&#41;&#64;f&#58;12&#58;12</code>"),
      std::string::npos);
}

TEST(Markdown, MakesNoLinkOfAName) {
  EXPECT_NE(page_at("www.a.example").find("www&#46;a.example"),
            std::string::npos);
  EXPECT_NE(page_at("https://a").find("https&#58;//a"), std::string::npos);
}

TEST(Markdown, ShowsTheWorstFirst) {
  const std::string text = rendered(usual_sample(), "markdown");
  EXPECT_LT(text.find("Cloud personal"), text.find("Deploy token"));
  EXPECT_LT(text.find("Deploy token"), text.find("Password in"));
}

TEST(Markdown, EndsBeforeWhatGithubTakesAndSaysSo) {
  Sample sample = usual_sample();
  const Finding finding = sample.report.findings[1];
  sample.report.findings.assign(5'000, finding);
  const std::string text = rendered(sample, "markdown");
  EXPECT_LE(text.size(), 1'000'000U);
  EXPECT_GE(text.size(), 990'000U);
  EXPECT_TRUE(text.ends_with(" more findings than are shown here.\n"));
}

}  // namespace
}  // namespace patrol

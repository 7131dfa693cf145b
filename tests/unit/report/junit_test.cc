#include <gtest/gtest.h>

#include <string>

#include "tests/unit/report/sample.h"

namespace patrol {
namespace {

std::size_t count_of(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = 0; (at = text.find(part, at)) != text.npos; ++at) {
    ++count;
  }
  return count;
}

TEST(Junit, IsAsTheGoldenFileShows) {
  const std::string text = rendered(usual_sample(), "junit");
  EXPECT_EQ(text, golden("usual.junit.xml", text));
}

TEST(Junit, EscapesHostileNamesAsTheGoldenFileShows) {
  const std::string text = rendered(hostile_sample(), "junit");
  EXPECT_EQ(text, golden("hostile.junit.xml", text));
}

TEST(Junit, HasOneTestThatPassesWhereNothingWasFound) {
  const std::string text = rendered(empty_sample(), "junit");
  EXPECT_NE(text.find("tests=\"1\" failures=\"0\" errors=\"0\""), text.npos);
  EXPECT_NE(text.find("name=\"everything was read\" time=\"0\"/>"), text.npos);
}

TEST(Junit, FailsATestWhereTheScanIsIncomplete) {
  Sample sample = empty_sample();
  sample.report.scan.status = ScanStatus::kPartial;
  sample.report.scan.unread = {{"a<b", "permission denied"}};
  sample.report.scan.unread_count = 1;
  const std::string text = rendered(sample, "junit");
  EXPECT_NE(text.find("tests=\"1\" failures=\"0\" errors=\"1\""), text.npos);
  EXPECT_NE(text.find("<error type=\"partial\" message=\"incomplete: 1 not "
                      "read\">incomplete: 1 not read: a&lt;b: permission "
                      "denied</error>"),
            text.npos)
      << text;
}

TEST(Junit, HasATestAFinding) {
  const std::string text = rendered(usual_sample(), "junit");
  EXPECT_EQ(count_of(text, "<testcase "), 4U);
  EXPECT_EQ(count_of(text, "<failure "), 3U);
}

TEST(Junit, NamesATestWithoutItsLine) {
  const std::string text = rendered(usual_sample(), "junit");
  EXPECT_NE(text.find("name=\"Password in a configuration file *** in "
                      "app/database.ini\""),
            text.npos);
}

TEST(Junit, TellsWhatBecameOfASecret) {
  const std::string text = rendered(history_sample(), "junit");
  EXPECT_NE(text.find("b.yml:3:16  added 2019-03-02 in b234567890ab by Ada "
                      "Lovelace &lt;ada@example.com&gt;, removed 2020-04-05"),
            text.npos);
}

TEST(Junit, CutsALongListOfPlaces) {
  Sample sample = usual_sample();
  const Location place = sample.report.findings[0].locations[0];
  sample.report.findings[0].locations.assign(103, place);
  const std::string text = rendered(sample, "junit");
  EXPECT_NE(text.find("and 3 more\n"), text.npos);
}

TEST(Junit, HasNoCharacterThatXmlHasNot) {
  Sample sample = usual_sample();
  std::string name = "\xef\xbf\xbe\xef\xbf\xbf";  // U+FFFE, U+FFFF
  for (char c = 1; c < 0x20; ++c) name += c;
  sample.report.findings[0].locations[0].path = name;
  const std::string text = rendered(sample, "junit");
  EXPECT_EQ(text.find("\xef\xbf\xbe"), text.npos);
  EXPECT_EQ(text.find("\xef\xbf\xbf"), text.npos);
  EXPECT_EQ(text.find('\x01'), text.npos);
}

}  // namespace
}  // namespace patrol

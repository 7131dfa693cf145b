#include "scanner/cli/date.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <ctime>
#include <string>

#include "scanner/core/utc_time.h"
#include "tests/support/sandbox.h"

namespace patrol {
namespace {

constexpr std::int64_t kNow = 1'774'958'400;  // 2026-03-31T12:00:00Z

// What `text` means, as RFC 3339; "" if nothing.
std::string meant(std::string_view text, std::int64_t now = kNow) {
  const auto time = parse_date(text, now);
  return time ? utc_time(*time) : "";
}

// Not std::time(), which runs behind by as much as a tick of the system.
std::int64_t exact_time() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::seconds>(now).count();
}

// What git takes it for: it prints "--max-age=1774958400".
std::int64_t git_date(const Sandbox& sandbox, const std::string& text) {
  const std::string line = sandbox.git({"rev-parse", "--since=" + text});
  return std::stoll(line.substr(line.find('=') + 1));
}

TEST(ParseDate, TakesADayFromItsBeginning) {
  EXPECT_EQ(meant("2026-07-01"), "2026-07-01T00:00:00Z");
  EXPECT_EQ(meant("2024-02-29"), "2024-02-29T00:00:00Z");
  EXPECT_EQ(meant("0000-01-01"), "0000-01-01T00:00:00Z");
}

TEST(ParseDate, TakesATimeWithoutAZoneAsUtc) {
  EXPECT_EQ(meant("2026-07-01T20:15"), "2026-07-01T20:15:00Z");
  EXPECT_EQ(meant("2026-07-01 20:15:30"), "2026-07-01T20:15:30Z");
}

TEST(ParseDate, CountsZonesBackToUtc) {
  EXPECT_EQ(meant("2026-07-01T20:15+02"), "2026-07-01T18:15:00Z");
  EXPECT_EQ(meant("2026-07-01T20:15-0530"), "2026-07-02T01:45:00Z");
}

TEST(ParseDate, ReadsDatesWithAZoneAsGitDoes) {
  const Sandbox sandbox;
  sandbox.git({"init", "-q"});
  for (const char* text :
       {"2026-07-01T20:15:30Z", "2026-07-01 20:15:30Z",
        "2026-07-01T20:15:30+02:00", "2026-07-01T20:15:30-0800",
        "2024-02-29T00:00:00+1200", "1999-12-31T23:59:59-00:30"}) {
    EXPECT_EQ(parse_date(text, kNow), git_date(sandbox, text)) << text;
  }
}

TEST(ParseDate, CountsDaysAndWeeksAsGitDoes) {
  const Sandbox sandbox;
  sandbox.git({"init", "-q"});
  for (const char* text :
       {"1 day ago", "90 days ago", "90 days", "2.weeks.ago", "2.weeks",
        "1 week ago", "3.days ago", "100 weeks.ago"}) {
    const std::int64_t earliest = *parse_date(text, exact_time());
    const std::int64_t from_git = git_date(sandbox, text);
    EXPECT_LE(earliest, from_git) << text;
    EXPECT_GE(*parse_date(text, exact_time()), from_git) << text;
  }
}

TEST(ParseDate, CountsMonthsAndYearsByTheCalendar) {
  EXPECT_EQ(meant("2 months ago"), "2026-01-31T12:00:00Z");
  EXPECT_EQ(meant("1 year"), "2025-03-31T12:00:00Z");
  EXPECT_EQ(meant("13.months"), "2025-02-28T12:00:00Z");
  EXPECT_EQ(meant("26 years ago"), "2000-03-31T12:00:00Z");
}

TEST(ParseDate, TakesTheLastDayOfAShorterMonth) {
  EXPECT_EQ(meant("1 month ago"), "2026-02-28T12:00:00Z");
  EXPECT_EQ(meant("25 months ago"), "2024-02-29T12:00:00Z");
  constexpr std::int64_t kLeapDay = 1'709'208'000;  // 2024-02-29T12:00:00Z
  EXPECT_EQ(meant("1 year ago", kLeapDay), "2023-02-28T12:00:00Z");
}

TEST(ParseDate, RefusesWhatIsNoDate) {
  for (const char* text : {"",
                           " ",
                           "now",
                           "yesterday",
                           "soon",
                           "2026",
                           "2026-07",
                           "2026-7-1",
                           "26-07-01",
                           "2026-13-01",
                           "2026-00-01",
                           "2026-02-30",
                           "2026-07-00",
                           "2026-07-01T",
                           "2026-07-01 ",
                           " 2026-07-01",
                           "2026-07-01T20",
                           "2026-07-01T24:00",
                           "2026-07-01T20:60",
                           "2026-07-01T20:15:60",
                           "2026-07-01T20:15:30.5",
                           "2026-07-01T20:15:30z",
                           "2026-07-01T20:15 Z",
                           "2026-07-01T20:15+",
                           "2026-07-01T20:15+2",
                           "2026-07-01T20:15+02:",
                           "2026-07-01T20:15+02:60",
                           "2026-07-01T20:15Zx",
                           "2026-07-01x",
                           "12026-07-01",
                           "-2026-07-01",
                           "+026-07-01",
                           "01/07/2026",
                           "1774958400",
                           "90",
                           "days",
                           "90days",
                           "90 day ago!",
                           "-90 days",
                           "90  days",
                           "90 days  ago",
                           "90 days ago ",
                           "90 daysago",
                           "90 hours ago",
                           "90 Days ago",
                           "1.5 days ago",
                           "123456 days ago",
                           "90 days from now",
                           "2 weeks 3 days ago"}) {
    EXPECT_EQ(meant(text), "") << text;
  }
}

TEST(ParseDate, RefusesWhatLeavesTheYearsOfFourDigits) {
  EXPECT_EQ(meant("2026 years ago"), "0000-03-31T12:00:00Z");
  EXPECT_EQ(meant("2027 years ago"), "");
  EXPECT_EQ(meant("0000-01-01T00:00+00:01"), "");
  EXPECT_EQ(meant("9999-12-31T23:59-00:01"), "");
  EXPECT_EQ(meant("65562 years ago"),
            "");  // a year of sixteen bits comes round
  EXPECT_EQ(meant("99999 years ago"), "");
  EXPECT_EQ(meant("99999 months ago"), "");
  EXPECT_EQ(meant("99999 weeks ago"), "0109-09-24T12:00:00Z");  // Python
}

class CurrentTime : public testing::Test {
 protected:
  void TearDown() override { ::unsetenv("SOURCE_DATE_EPOCH"); }
};

TEST_F(CurrentTime, IsWhatTheEnvironmentSays) {
  ::setenv("SOURCE_DATE_EPOCH", "1774958400", 1);
  EXPECT_EQ(current_time(), 1'774'958'400);
}

TEST_F(CurrentTime, HasAYearOfFourDigits) {
  ::setenv("SOURCE_DATE_EPOCH", "9223372036854775807", 1);
  EXPECT_EQ(utc_time(current_time()), "9999-12-31T23:59:59Z");
  EXPECT_TRUE(parse_date("1 day ago", current_time()));
}

TEST_F(CurrentTime, IsTheClocksWhereTheEnvironmentSaysNothing) {
  for (const char* text : {"", "soon", "12 "}) {
    ::setenv("SOURCE_DATE_EPOCH", text, 1);
    EXPECT_GE(current_time(), std::time(nullptr) - 1) << text;
  }
}

}  // namespace
}  // namespace patrol

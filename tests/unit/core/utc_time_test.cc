#include "scanner/core/utc_time.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>

namespace patrol {
namespace {

TEST(UtcTime, IsRfc3339) {
  EXPECT_EQ(utc_time(0), "1970-01-01T00:00:00Z");
  EXPECT_EQ(utc_time(951'782'400), "2000-02-29T00:00:00Z");
  EXPECT_EQ(utc_time(1'234'567'890), "2009-02-13T23:31:30Z");
  EXPECT_EQ(utc_time(253'402'300'799), "9999-12-31T23:59:59Z");
  EXPECT_EQ(utc_time(-1), "1969-12-31T23:59:59Z");
}

TEST(UtcTime, StaysWithinTheYearsOfFourDigits) {
  constexpr auto kLeast = std::numeric_limits<std::int64_t>::min();
  constexpr auto kMost = std::numeric_limits<std::int64_t>::max();
  EXPECT_EQ(utc_time(-62'167'219'200), "0000-01-01T00:00:00Z");
  EXPECT_EQ(utc_time(-62'167'219'201), "0000-01-01T00:00:00Z");
  EXPECT_EQ(utc_time(kLeast), "0000-01-01T00:00:00Z");
  EXPECT_EQ(utc_time(253'402'300'800), "9999-12-31T23:59:59Z");
  EXPECT_EQ(utc_time(kMost), "9999-12-31T23:59:59Z");
}

TEST(UtcTime, IsReadAsItIsWritten) {
  for (const std::int64_t time :
       {std::int64_t{0}, std::int64_t{951'782'400}, std::int64_t{-1},
        std::int64_t{1'234'567'890}, kFirstTime, kLastTime}) {
    EXPECT_EQ(parse_utc_time(utc_time(time)), time);
  }
}

TEST(UtcTime, IsNotReadOtherwise) {
  for (const char* text :
       {"", "2026-11-23", "2026-11-23T20:00:00", "2026-11-23 20:00:00Z",
        "2026-13-23T20:00:00Z", "2026-02-29T20:00:00Z", "2026-11-23T24:00:00Z",
        "2026-11-23T20:60:00Z", "2026-11-23T20:00:00z", "-026-11-23T20:00:00Z",
        "2026-11-23T20:00:0:Z", "20\xff\xff-11-23T20:00:00Z",
        "2026-11-23T20:00:00Z "}) {
    EXPECT_EQ(parse_utc_time(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace patrol

#include "scanner/report/wording.h"

#include <gtest/gtest.h>

namespace patrol {
namespace {

TEST(Counted, SaysOneAndMany) {
  EXPECT_EQ(counted(0, "file"), "0 files");
  EXPECT_EQ(counted(1, "file"), "1 file");
  EXPECT_EQ(counted(999, "file"), "999 files");
  EXPECT_EQ(counted(1000, "file"), "1,000 files");
  EXPECT_EQ(counted(1234567, "file"), "1,234,567 files");
}

TEST(ReadableBytes, PicksTheUnit) {
  EXPECT_EQ(readable_bytes(0), "0 bytes");
  EXPECT_EQ(readable_bytes(1023), "1,023 bytes");
  EXPECT_EQ(readable_bytes(1024), "1.0 KiB");
  EXPECT_EQ(readable_bytes(1536), "1.5 KiB");
  EXPECT_EQ(readable_bytes(1048575), "1.0 MiB");
  EXPECT_EQ(readable_bytes(std::uint64_t{5} << 30), "5.0 GiB");
  EXPECT_EQ(readable_bytes(~std::uint64_t{0}), "16384.0 PiB");
}

TEST(ReadableDuration, PicksTheUnit) {
  EXPECT_EQ(readable_duration(0), "0 ms");
  EXPECT_EQ(readable_duration(999), "999 ms");
  EXPECT_EQ(readable_duration(1000), "1.0 s");
  EXPECT_EQ(readable_duration(59'999), "59.9 s");
  EXPECT_EQ(readable_duration(192'000), "3 min 12 s");
  EXPECT_EQ(readable_duration(7'500'000), "2 h 5 min");
}

TEST(Painter, LeavesTextAloneWithoutColour) {
  EXPECT_EQ(Painter(false)(Style::kAlarm, "x"), "x");
  EXPECT_EQ(Painter(true)(Style::kStrong, "x"), "\x1b[1mx\x1b[0m");
  EXPECT_EQ(Painter(true)(Style::kStrong, ""), "");
}

TEST(Clipped, CutsBetweenTwoCharacters) {
  EXPECT_EQ(clipped("abc", 3), "abc");
  EXPECT_EQ(clipped("abc", 2), "ab");
  EXPECT_EQ(clipped("a\xc3\xa9", 2), "a");
  EXPECT_EQ(clipped("\xf0\x9f\x98\x80", 3), "");
}

}  // namespace
}  // namespace patrol

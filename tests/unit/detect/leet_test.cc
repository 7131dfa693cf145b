#include "scanner/detect/leet.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace patrol {
namespace {

bool reads_as(std::string_view text, std::string_view word) {
  return std::ranges::any_of(kLeetReadings, [&](const LeetReading& reading) {
    return unleeted(text, reading) == word;
  });
}

TEST(Leet, ReadsDigitsAndSignsAsLetters) {
  EXPECT_TRUE(reads_as("P4$$W0rd", "password"));
  EXPECT_TRUE(reads_as("s3cr37", "secret"));
  EXPECT_TRUE(reads_as("@dm1n", "admin"));
  EXPECT_TRUE(reads_as("1ock", "lock"));
}

TEST(Leet, LeavesDigitsThatMayStandForThemselves) {
  EXPECT_TRUE(reads_as("p@ss4me", "pass4me"));
  EXPECT_TRUE(reads_as("b29", "b29"));
}

}  // namespace
}  // namespace patrol

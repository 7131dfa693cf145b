#include "scanner/core/hex_digits.h"

#include <gtest/gtest.h>

#include <string_view>

namespace patrol {
namespace {

TEST(HexDigits, HaveTheirValuesAndOtherBytesNone) {
  constexpr std::string_view kLower = "0123456789abcdef";
  constexpr std::string_view kUpper = "0123456789ABCDEF";
  for (int b = 0; b < 256; ++b) {
    const char c = static_cast<char>(b);
    std::optional<unsigned> expected;
    for (unsigned value = 0; value < 16; ++value) {
      if (c == kLower[value] || c == kUpper[value]) expected = value;
    }
    EXPECT_EQ(hex_value(c), expected) << b;
  }
}

TEST(HexDigits, WriteNumbers) {
  EXPECT_EQ(hex_number("x00fF", 1, 4), 0xFFU);
  EXPECT_EQ(hex_number("DEADbeef", 0, 8), 0xDEADBEEFU);
  EXPECT_EQ(hex_number("12345", 1, 2), 0x23U);
}

TEST(HexDigits, WriteNoNumberWhereTheyAreTooFew) {
  EXPECT_EQ(hex_number("12", 0, 3), std::nullopt);
  EXPECT_EQ(hex_number("12", 2, 1), std::nullopt);
  EXPECT_EQ(hex_number("12", 9, 1), std::nullopt);
  EXPECT_EQ(hex_number("1g", 0, 2), std::nullopt);
}

}  // namespace
}  // namespace patrol

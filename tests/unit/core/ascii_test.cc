#include "scanner/core/ascii.h"

#include <gtest/gtest.h>

#include <cctype>

namespace patrol {
namespace {

// The C library in its "C" locale is what ASCII is held against.
TEST(Ascii, SaysWhatTheCLocaleSaysOfEachByte) {
  for (int b = 0; b < 256; ++b) {
    const char c = static_cast<char>(b);
    const bool ascii = b < 0x80;
    EXPECT_EQ(is_digit(c), ascii && std::isdigit(b)) << b;
    EXPECT_EQ(is_letter(c), ascii && std::isalpha(b)) << b;
    EXPECT_EQ(is_alnum(c), ascii && std::isalnum(b)) << b;
    EXPECT_EQ(lower(c), ascii ? static_cast<char>(std::tolower(b)) : c) << b;
  }
}

TEST(Ascii, LowersTextsAndLeavesOtherBytes) {
  EXPECT_EQ(lowered("AZaz09_\xC4\xD6"), "azaz09_\xC4\xD6");
}

}  // namespace
}  // namespace patrol

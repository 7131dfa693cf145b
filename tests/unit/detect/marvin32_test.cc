#include "scanner/detect/marvin32.h"

#include <gtest/gtest.h>

#include <string_view>

namespace patrol {
namespace {

using std::string_view_literals::operator""sv;

// From microsoft/security-utilities: the halves of the hash, combined.
TEST(Marvin32, ReproducesPublishedVectors) {
  constexpr std::uint64_t kSeed = 0x004FB61A001BDBCC;
  EXPECT_EQ(marvin32("abc", 0xD53CD9CECD0893B7), 0x6BE02A86u);
  EXPECT_EQ(marvin32("abcdefghijklmnopqrstuvwxyz", 0xDDDDEEEEFFFF000),
            0xD34847DCu);
  EXPECT_EQ(marvin32("", kSeed), 0x302009BCu);
  EXPECT_EQ(marvin32("\xAF", kSeed), 0x3592E206u);
  EXPECT_EQ(marvin32("\xE7\x0F", kSeed), 0xFDAB5E04u);
  EXPECT_EQ(marvin32("\x37\xF4\x95", kSeed), 0x6B3C8B90u);
  EXPECT_EQ(marvin32("\xAB\x42\x7E\xA8\xD1\x0F\xC7"sv, kSeed), 0x117FCBA5u);
}

TEST(Marvin32, ReadsSeedsBigEndian) {
  EXPECT_EQ(marvin32_seed("Default0"), 0x44656661756C7430u);
  EXPECT_EQ(marvin32_seed("MastRO00"), 0x4D617374524F3030u);
}

TEST(Marvin32, RefusesSeedsOfAnotherLength) {
  EXPECT_EQ(marvin32_seed(""), std::nullopt);
  EXPECT_EQ(marvin32_seed("Default"), std::nullopt);
  EXPECT_EQ(marvin32_seed("Default00"), std::nullopt);
}

}  // namespace
}  // namespace patrol

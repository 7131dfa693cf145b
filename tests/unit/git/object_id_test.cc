#include "scanner/git/object_id.h"

#include <gtest/gtest.h>

#include <string>

namespace patrol {
namespace {

constexpr char kHex[] = "0123456789abcdef0123456789abcdef01234567";

TEST(ObjectId, IsWhatItsDigitsWrite) {
  const auto id = ObjectId::from_hex(kHex, HashKind::kSha1);
  ASSERT_TRUE(id);
  EXPECT_EQ(id->bytes[0], 0x01);
  EXPECT_EQ(id->bytes[7], 0xEF);
  EXPECT_EQ(id->bytes[20], 0);
  EXPECT_EQ(id->hex(HashKind::kSha1), kHex);
  EXPECT_EQ(ObjectId::from_hex("0123456789ABCDEF0123456789ABCDEF01234567",
                               HashKind::kSha1),
            id);
}

TEST(ObjectId, HasAsManyDigitsAsItsKind) {
  const std::string longer = kHex + std::string(24, '0');
  EXPECT_FALSE(ObjectId::from_hex(longer, HashKind::kSha1));
  EXPECT_FALSE(ObjectId::from_hex(kHex, HashKind::kSha256));
  const auto id = ObjectId::from_hex(longer, HashKind::kSha256);
  ASSERT_TRUE(id);
  EXPECT_EQ(id->hex(HashKind::kSha256), longer);
  EXPECT_FALSE(ObjectId::from_hex("", HashKind::kSha1));
}

TEST(ObjectId, ConsistsOfDigitsAlone) {
  for (std::size_t i = 0; i < 40; ++i) {
    for (int c = 0; c < 256; ++c) {
      std::string hex = kHex;
      hex[i] = static_cast<char>(c);
      const bool is_digit = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') ||
                            (c >= 'A' && c <= 'F');
      ASSERT_EQ(ObjectId::from_hex(hex, HashKind::kSha1).has_value(), is_digit);
    }
  }
}

}  // namespace
}  // namespace patrol

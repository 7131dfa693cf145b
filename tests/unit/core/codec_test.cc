#include "scanner/core/codec.h"

#include <gtest/gtest.h>

#include <random>

namespace patrol {
namespace {

// RFC 4648 section 10.
TEST(Base64, DecodesTheVectorsOfTheRfc) {
  EXPECT_EQ(decode_base64(""), "");
  EXPECT_EQ(decode_base64("Zg=="), "f");
  EXPECT_EQ(decode_base64("Zm8="), "fo");
  EXPECT_EQ(decode_base64("Zm9v"), "foo");
  EXPECT_EQ(decode_base64("Zm9vYmFy"), "foobar");
}

TEST(Base64, TakesBothAlphabetsAndNoPadding) {
  EXPECT_EQ(decode_base64("+/+/"), "\xFB\xFF\xBF");
  EXPECT_EQ(decode_base64("-_-_"), "\xFB\xFF\xBF");
  EXPECT_EQ(decode_base64("Zg"), "f");
  EXPECT_EQ(decode_base64("Zm8"), "fo");
}

TEST(Base64, RefusesWhatNoEncoderWrites) {
  for (const char* text :
       {"Z", "Zg=", "Zg===", "=", "====", "Zm9v=", "Z=9v", "Zm 9v", "Zm9v\n",
        "Zh", "Zm9", "Zm9vY", "Zm9v\xC3\xA4"}) {
    EXPECT_EQ(decode_base64(text), std::nullopt) << text;
  }
}

TEST(Base64, EncodesWhatItDecodes) {
  std::mt19937 random(1);
  for (std::size_t size = 0; size < 200; ++size) {
    std::string bytes;
    for (std::size_t i = 0; i < size; ++i) {
      bytes.push_back(static_cast<char>(random()));
    }
    EXPECT_EQ(decode_base64(encode_base64(bytes)), bytes);
  }
  EXPECT_EQ(encode_base64("foobar"), "Zm9vYmFy");
  EXPECT_EQ(encode_base64("fo"), "Zm8=");
}

TEST(Base64, KnowsTheValueOfEachCharacter) {
  EXPECT_EQ(base64_value('A'), 0u);
  EXPECT_EQ(base64_value('9'), 61u);
  EXPECT_EQ(base64_value('-'), 62u);
  EXPECT_EQ(base64_value('_'), 63u);
  EXPECT_EQ(base64_value('='), std::nullopt);
}

TEST(Base32, DecodesTheVectorsOfTheRfcInEitherCase) {
  EXPECT_EQ(decode_base32("MY"), "f");
  EXPECT_EQ(decode_base32("MZXQ"), "fo");
  EXPECT_EQ(decode_base32("MZXW6YTBOI"), "foobar");
  EXPECT_EQ(decode_base32("mzxw6ytboi"), "foobar");
}

TEST(Base32, RefusesWhatNoEncoderWrites) {
  for (const char* text : {"M", "MZX", "MZXW6Y", "MZ", "M1", "M8", "MY=="}) {
    EXPECT_EQ(decode_base32(text), std::nullopt) << text;
  }
}

TEST(Base62, PadsOnTheLeft) {
  EXPECT_EQ(encode_base62(0, 1), "0");
  EXPECT_EQ(encode_base62(0, 6), "000000");
  EXPECT_EQ(encode_base62(61, 1), "z");
  EXPECT_EQ(encode_base62(62, 6), "000010");
  EXPECT_EQ(encode_base62(0xFFFFFFFF, 6), "4gfFC3");  // 4294967295 in base 62
}

TEST(Crc32, ReproducesPublishedVectors) {
  EXPECT_EQ(crc32(""), 0u);
  EXPECT_EQ(crc32("123456789"), 0xCBF43926u);  // the catalogue's check value
  EXPECT_EQ(crc32("The quick brown fox jumps over the lazy dog"), 0x414FA339u);
}

}  // namespace
}  // namespace patrol

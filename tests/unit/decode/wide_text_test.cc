#include "scanner/decode/wide_text.h"

#include <gtest/gtest.h>

#include "tests/unit/decode/decoding.h"

namespace patrol {
namespace {

std::string little(std::string_view text) {
  std::string out;
  for (char c : text) out += {c, '\0'};
  return out;
}

std::string big(std::string_view text) {
  std::string out;
  for (char c : text) out += {'\0', c};
  return out;
}

const std::string kZero(1, '\0');

TEST(WideText, IsReadInEitherOrder) {
  std::mt19937 random(1);
  for (std::size_t size = kLeastDecoded; size < 100; ++size) {
    const std::string text = random_text(random, size);
    ASSERT_TRUE(reads(kUtf16Le, little(text), text));
    ASSERT_TRUE(reads(kUtf16Be, big(text), text));
  }
}

TEST(WideText, IsReadInOneOrderAlone) {
  const std::string text = "forty bytes of UTF-16, twenty characters and more";
  EXPECT_TRUE(readings(kUtf16Be, little(text)).empty());
  EXPECT_TRUE(readings(kUtf16Le, big(text)).empty());
}

TEST(WideText, IsReadWhateverStandsAround) {
  std::mt19937 random(2);
  for (int round = 0; round < 2'000; ++round) {
    std::string before(random() % 4, ' ');
    std::string after(random() % 4, ' ');
    for (char& c : before) c = "\0x\xFF"[random() % 3];
    for (char& c : after) c = "\0x\xFF"[random() % 3];
    const std::string text = random_text(random, 30);
    // In which order it was written cannot always be told: without the first
    // and the last character it is read in one or the other.
    const std::string_view inner = std::string_view(text).substr(1, 28);
    for (const std::string& wide : {little(text), big(text)}) {
      const std::string all = before + wide + after;
      ASSERT_TRUE(reads(kUtf16Le, all, inner) || reads(kUtf16Be, all, inner))
          << testing::PrintToString(all);
    }
  }
}

TEST(WideText, IsReadBehindItsMark) {
  const std::string text = "forty bytes of UTF-16, twenty characters and more";
  EXPECT_TRUE(reads(kUtf16Le, "\xFF\xFE" + little(text), text));
  EXPECT_TRUE(reads(kUtf16Be, "\xFE\xFF" + big(text), text));
  EXPECT_TRUE(readings(kUtf16Le, "\xFE\xFF" + big(text)).empty());
}

TEST(WideText, GivesCharactersAbove127AsUtf8) {
  const std::string wide = little("twenty characters or more, ") +
                           std::string("\xE4\0", 2) + little(" and some");
  const auto found = readings(kUtf16Le, wide);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].text, "twenty characters or more, \xC3\xA4 and some");
}

TEST(WideText, EndsAtOtherCharacters) {
  const std::string text = "twenty characters or more";
  const auto found = readings(
      kUtf16Le, little(text) + std::string("\xAC\x20", 2) + little(text));
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].text, text);
  EXPECT_EQ(found[1].text, text);
}

TEST(WideText, IsNotInZerosOrInPlainText) {
  for (const Decoder& decoder : {kUtf16Le, kUtf16Be}) {
    EXPECT_TRUE(readings(decoder, std::string(1000, '\0')).empty());
    EXPECT_TRUE(readings(decoder, std::string(1000, 'x')).empty());
    EXPECT_TRUE(readings(decoder, little("too short to matter")).empty());
    EXPECT_TRUE(readings(decoder, "").empty());
  }
}

}  // namespace
}  // namespace patrol

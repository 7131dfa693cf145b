#include "scanner/decode/byte_classes.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace patrol {
namespace {

// Looks at each byte: slow and obvious.
Masks slowly_classified(std::string_view block) {
  Masks masks;
  for (std::size_t i = 0; i < kBlock; ++i) {
    const char c = block[i];
    const std::uint64_t bit = std::uint64_t{1} << i;
    const bool plain = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                       (c >= '0' && c <= '9');
    const bool special = c == '+' || c == '/' || c == '-' || c == '_';
    if (plain || special) masks.base64 |= bit;
    if (c == '\\' || c == '%' || c == '&' || c == '<') masks.escapes |= bit;
    if (c == '"' || c == '\'') masks.quotes |= bit;
    if (special) masks.specials |= bit;
    if (c >= '.' && (c & 0x80) == 0) masks.names |= bit;
  }
  return masks;
}

void expect_same(const Masks& a, const Masks& b) {
  EXPECT_EQ(a.base64, b.base64);
  EXPECT_EQ(a.escapes, b.escapes);
  EXPECT_EQ(a.quotes, b.quotes);
  EXPECT_EQ(a.names, b.names);
  EXPECT_EQ(a.specials, b.specials);
}

TEST(ByteClasses, GiveWhatLookingAtEachByteGives) {
  std::mt19937 random(1);
  ASSERT_FALSE(classifiers().empty());
  for (const Classify classify : classifiers()) {
    for (std::size_t blocks : {0U, 1U, 2U, 5U, 16U, 33U}) {
      std::string text(blocks * kBlock, ' ');
      for (char& c : text) c = static_cast<char>(random());
      std::vector<Masks> out(blocks);
      classify(text.data(), blocks, out.data());
      for (std::size_t b = 0; b < blocks; ++b) {
        expect_same(out[b], slowly_classified(
                                std::string_view(text).substr(b * kBlock)));
      }
    }
  }
}

TEST(ByteClasses, KnowEveryByteAtEveryPlaceOfABlock) {
  for (const Classify classify : classifiers()) {
    for (int first = 0; first < 256; ++first) {
      std::string block(kBlock, ' ');
      for (std::size_t i = 0; i < kBlock; ++i) {
        block[i] = static_cast<char>(first + static_cast<int>(i));
      }
      Masks masks;
      classify(block.data(), 1, &masks);
      expect_same(masks, slowly_classified(block));
    }
  }
}

}  // namespace
}  // namespace patrol

#include "scanner/decode/hex.h"

#include <gtest/gtest.h>

#include "tests/unit/decode/decoding.h"

namespace patrol {
namespace {

std::string hex(std::string_view text, std::string_view digits) {
  std::string out;
  for (char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    out += digits[byte >> 4];
    out += digits[byte & 15];
  }
  return out;
}

constexpr std::string_view kLower = "0123456789abcdef";
constexpr std::string_view kUpper = "0123456789ABCDEF";

TEST(Hex, ReadsWhatWasEncodedInEitherCase) {
  std::mt19937 random(1);
  for (std::size_t size = kLeastDecoded; size < 200; ++size) {
    const std::string text = random_text(random, size);
    for (std::string_view digits : {kLower, kUpper}) {
      ASSERT_TRUE(reads(kHex, hex(text, digits), text));
      ASSERT_TRUE(reads(kHex, "x'" + hex(text, digits) + "'", text));
    }
  }
}

TEST(Hex, ReadsBehindDigitsThatAreGluedToIt) {
  std::mt19937 random(2);
  for (std::size_t glued = 0; glued < 9; ++glued) {
    const std::string text = random_text(random, 40);
    ASSERT_TRUE(reads(kHex, std::string(glued, 'f') + hex(text, kLower), text))
        << glued;
    ASSERT_TRUE(reads(kHex, hex(text, kLower) + std::string(glued, 'f'), text))
        << glued;
  }
}

TEST(Hex, ReadsTextThatIsAPieceOfARun) {
  std::mt19937 random(3);
  const std::string text = random_text(random, kLeastDecoded);
  const std::string foreign(100, '\x81');
  EXPECT_TRUE(reads(kHex, hex(foreign + text + foreign, kLower), text));
  const auto found = readings(kHex, hex(foreign + text + foreign, kLower));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].text, text);
}

TEST(Hex, ReadsUtf16AsBytes) {
  std::string wide;
  for (char c : std::string_view("twenty bytes of text")) {
    wide += c;
    wide += '\0';
  }
  EXPECT_TRUE(reads(kHex, hex(wide, kLower), wide));
}

TEST(Hex, SaysForEachByteItsTwoDigits) {
  const auto found = readings(kHex, " " + hex("twenty bytes of text", kLower));
  ASSERT_EQ(found.size(), 1U);
  for (std::size_t i = 0; i < found[0].text.size(); ++i) {
    EXPECT_EQ(found[0].origins[i].begin, 1 + 2 * i);
    EXPECT_EQ(found[0].origins[i].end, 3 + 2 * i);
  }
}

TEST(Hex, LeavesWhatIsTooShort) {
  EXPECT_TRUE(
      readings(kHex, hex(std::string(kLeastDecoded - 1, 'a'), kLower)).empty());
}

// One run in a hundred million.
TEST(Hex, LeavesHashesAlone) {
  std::mt19937 random(4);
  std::string text;
  for (int line = 0; line < 20'000; ++line) {
    const std::size_t digits = line % 2 ? 40 : 64;
    for (std::size_t i = 0; i < digits; ++i) text += kLower[random() % 16];
    text += "  some/file\n";
  }
  EXPECT_TRUE(readings(kHex, text).empty());
}

TEST(Hex, LeavesMixedRunsAlone) {
  EXPECT_TRUE(readings(kHex, std::string(39, 'a') + "g" + std::string(39, '6'))
                  .empty());
}

}  // namespace
}  // namespace patrol

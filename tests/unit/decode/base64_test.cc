#include "scanner/decode/base64.h"

#include <gtest/gtest.h>

#include "scanner/core/codec.h"
#include "tests/unit/decode/decoding.h"

namespace patrol {
namespace {

std::string unpadded(std::string text) {
  while (text.ends_with('=')) text.pop_back();
  return text;
}

std::string url_safe(std::string text) {
  for (char& c : text) c = c == '+' ? '-' : c == '/' ? '_' : c;
  return text;
}

std::string in_lines(std::string_view text, std::size_t width,
                     std::string_view line_end) {
  std::string out(text.substr(0, width));
  for (std::size_t at = width; at < text.size(); at += width) {
    out += line_end;
    out += text.substr(at, width);
  }
  return out;
}

TEST(Base64, ReadsWhatWasEncodedPaddedOrNotInEitherAlphabet) {
  std::mt19937 random(1);
  for (std::size_t size = kLeastDecoded; size < 300; ++size) {
    const std::string text = random_text(random, size);
    const std::string encoded = encode_base64(text);
    for (const std::string& form :
         {encoded, unpadded(encoded), url_safe(encoded)}) {
      ASSERT_TRUE(reads(kBase64, form, text));
      ASSERT_TRUE(reads(kBase64, "key: \"" + form + "\"\n", text));
    }
  }
}

TEST(Base64, NamesThePaddingAsPartOfTheRun) {
  const std::string encoded = encode_base64("twenty bytes of text");
  ASSERT_TRUE(encoded.ends_with("="));
  const auto found = readings(kBase64, " " + encoded + " ");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].run, (Span{1, 1 + encoded.size()}));
  EXPECT_EQ(found[0].origins.back().end, 1 + encoded.size());
}

TEST(Base64, SaysForEachByteItsGroupOfFour) {
  const auto found =
      readings(kBase64, encode_base64("three bytes share a group"));
  ASSERT_EQ(found.size(), 1U);
  for (std::size_t i = 0; i < found[0].text.size(); ++i) {
    EXPECT_EQ(found[0].origins[i].begin, i / 3 * 4);
  }
}

TEST(Base64, ReadsBehindAnyNumberOfCharactersOfItsAlphabet) {
  std::mt19937 random(2);
  for (std::size_t glued = 0; glued < 40; ++glued) {
    const std::string text = random_text(random, 60);
    ASSERT_TRUE(reads(kBase64, std::string(glued, '_') + encode_base64(text),
                      // The first byte may share its group with what is glued.
                      std::string_view(text).substr(2)))
        << glued;
  }
}

TEST(Base64, ReadsAheadOfOtherCharactersOfItsAlphabet) {
  std::mt19937 random(3);
  for (std::size_t glued = 1; glued < 40; ++glued) {
    const std::string text = random_text(random, 60);
    ASSERT_TRUE(
        reads(kBase64, encode_base64(text) + std::string(glued, '/'), text))
        << glued;
  }
}

TEST(Base64, ReadsLinesOfAnyWidthThatHoldsARun) {
  std::mt19937 random(4);
  for (std::size_t width = kLeastBase64; width < 90; ++width) {
    for (std::string_view line_end :
         {"\n", "\r\n", "\r", "\\n", "\\r\\n", "\n    ", "\n\t", "  \n ",
          "\\\n", "\\\r\n  "}) {
      const std::string text = random_text(random, 50 + random() % 200);
      const std::string encoded =
          in_lines(encode_base64(text), width, line_end);
      ASSERT_TRUE(reads(kBase64, "key: " + encoded + "\n", text)) << width;
      ASSERT_TRUE(reads(kBase64, '"' + encoded + '"', text)) << width;
    }
  }
}

TEST(Base64, ReadsLinesBehindCharactersOfItsAlphabet) {
  std::mt19937 random(5);
  for (std::size_t glued = 0; glued < 8; ++glued) {
    const std::string text = random_text(random, 200);
    ASSERT_TRUE(
        reads(kBase64,
              in_lines(std::string(glued, '-') + encode_base64(text), 64, "\n"),
              std::string_view(text).substr(2)))
        << glued;
  }
}

TEST(Base64, EndsALineAheadOfProse) {
  const std::string encoded = encode_base64(std::string(48, '?'));
  const auto found = readings(kBase64, encoded + "\nsome words follow");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].run, (Span{0, encoded.size()}));
}

TEST(Base64, KeepsTextsApartThatPaddingEnds) {
  std::mt19937 random(6);
  for (int round = 0; round < 50; ++round) {
    // Two lines of one length, each a text of its own.
    const std::string a = random_text(random, 47);
    const std::string b = random_text(random, 47);
    const std::string lines = encode_base64(a) + "\n" + encode_base64(b) + "\n";
    ASSERT_TRUE(reads(kBase64, lines, a));
    ASSERT_TRUE(reads(kBase64, lines, b));
  }
}

TEST(Base64, ReadsAcrossWordsOfOtherLanguages) {
  const std::string text =
      "# Schl\xC3\xBCssel f\xC3\xBCr die n\xC3\xA4"
      "chtlichen L\xC3\xA4ufe: "
      "twenty bytes or more of ASCII \xE2\x80\x93 gilt bis Fr\xC3\xBChjahr, "
      "then as many again";
  for (std::size_t glued = 0; glued < 4; ++glued) {
    EXPECT_TRUE(reads(kBase64, std::string(glued, '_') + encode_base64(text),
                      "twenty bytes or more of ASCII"))
        << glued;
  }
}

TEST(Base64, ReadsBothTextsApartWhereMuchThatIsForeignStandsBetween) {
  const std::string front = "a text at the front of much else";
  const std::string back = "and another one at the back of it";
  const std::string foreign(2 * kDecodedContext, '\xFF');
  const std::string encoded = encode_base64(front + foreign + back);
  const auto found = readings(kBase64, encoded);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_TRUE(reads(kBase64, encoded, front));
  EXPECT_TRUE(reads(kBase64, encoded, back));
}

TEST(Base64, LeavesWhatIsTooShort) {
  for (std::size_t size = 0; size + 1 < kLeastDecoded; ++size) {
    EXPECT_TRUE(
        readings(kBase64, encode_base64(std::string(size, 'a'))).empty())
        << size;
  }
}

// 20 bytes without their high bit: a bit of 20 random characters.
TEST(Base64, TakesRandomBytesForTextOnceInAMillionPlaces) {
  std::mt19937 random(7);
  std::string bytes(1 << 20, ' ');
  for (char& c : bytes) c = static_cast<char>(random());
  const std::string encoded = encode_base64(bytes);
  EXPECT_LE(readings(kBase64, encoded).size(), 12U);
  EXPECT_LE(readings(kBase64, in_lines(encoded, 76, "\n")).size(), 12U);
}

TEST(Base64, LeavesDashesUnderscoresAndSlashesAlone) {
  for (char c : {'-', '_', '/', '+'}) {
    EXPECT_TRUE(readings(kBase64, std::string(1000, c)).empty()) << c;
  }
}

// Names are letters of one case and a few others: one bit of 20 as above.
TEST(Base64, LeavesNamesAndPathsAlone) {
  static constexpr std::string_view kWords[] = {
      "scanner", "decode", "include", "linux", "drivers", "net",    "Ethernet",
      "get",     "set",    "Value",   "of",    "The",     "config", "test"};
  std::mt19937 random(8);
  std::string text;
  std::size_t names = 0;
  for (; names < 20'000; ++names) {
    for (int i = 0; i < 8; ++i) {
      text += kWords[random() % std::size(kWords)];
      text += "/_-"[random() % 3];
    }
    text += '\n';
  }
  EXPECT_LE(readings(kBase64, text).size(), names / 1000);
}

}  // namespace
}  // namespace patrol

#include "scanner/core/location.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <string_view>

namespace patrol {
namespace {

Position end_of(std::string_view text) {
  PositionCursor cursor;
  cursor.advance(text);
  return cursor.position();
}

// The definition, a byte at a time, knowing the whole text.
Position slow_end_of(std::string_view text) {
  Position position;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool second_of_crlf = text[i] == '\n' && i > 0 && text[i - 1] == '\r';
    if (second_of_crlf) continue;
    if (text[i] == '\n' || text[i] == '\r') {
      position = {position.line + 1, 1};
    } else if ((text[i] & 0xC0) != 0x80) {
      ++position.column;
    }
  }
  return position;
}

TEST(PositionCursor, BeginsAtLineOneColumnOne) {
  EXPECT_EQ(end_of(""), (Position{1, 1}));
}

TEST(PositionCursor, KnowsThreeKindsOfLineEnds) {
  EXPECT_EQ(end_of("ab\ncd"), (Position{2, 3}));
  EXPECT_EQ(end_of("ab\r\ncd"), (Position{2, 3}));
  EXPECT_EQ(end_of("ab\rcd"), (Position{2, 3}));
  EXPECT_EQ(end_of("\n\r\n\r\r"), (Position{5, 1}));
  EXPECT_EQ(end_of("\n\n\r\n"), (Position{4, 1}));
  EXPECT_EQ(end_of("a\r"), (Position{2, 1}));
}

TEST(PositionCursor, CountsCodePoints) {
  EXPECT_EQ(end_of("\xC3\xA4"), (Position{1, 2}));           // U+00E4
  EXPECT_EQ(end_of("\xE2\x82\xAC"), (Position{1, 2}));       // U+20AC
  EXPECT_EQ(end_of("\xF0\x9F\x94\x91x"), (Position{1, 3}));  // U+1F511
  EXPECT_EQ(end_of("\xC3\xA4\n\xC3\xA4\xC3\xA4"), (Position{2, 3}));
}

TEST(PositionCursor, CountsBytesThatBeginNoCodePoint) {
  EXPECT_EQ(end_of("\xFF\xFE"), (Position{1, 3}));
  EXPECT_EQ(end_of("\xC3(\xE2("), (Position{1, 5}));
  EXPECT_EQ(end_of(std::string_view("\0\0", 2)), (Position{1, 3}));
}

TEST(PositionCursor, GivesTheSameForATextInPieces) {
  const std::string text =
      "a\r\n\xC3\xA4\rb\n\n\xE2\x82\xAC\r\n\r\n\xFFx\r\r\nend\r";
  for (std::size_t i = 0; i <= text.size(); ++i) {
    for (std::size_t j = i; j <= text.size(); ++j) {
      PositionCursor cursor;
      cursor.advance(text.substr(0, i));
      cursor.advance(text.substr(i, j - i));
      cursor.advance(text.substr(j));
      EXPECT_EQ(cursor.position(), slow_end_of(text)) << i << ' ' << j;
    }
  }
}

// Lengths beyond 16 lanes of 255 rounds, with and without CR.
TEST(PositionCursor, CountsAsTheDefinitionDoes) {
  std::mt19937 random(20261124);
  for (int round = 0; round < 300; ++round) {
    const std::string_view bytes = round % 2
                                       ? std::string_view("a\n\n\xC3\xA4\xFF")
                                       : std::string_view("ab\n\r\xE2\x82\xAC");
    std::string text(random() % 12'000, ' ');
    for (char& c : text) c = bytes[random() % bytes.size()];
    ASSERT_EQ(end_of(text), slow_end_of(text));
  }
}

TEST(PositionCursor, CountsTextOfLineEndsAlone) {
  for (std::size_t size : {1U, 15U, 16U, 17U, 4079U, 4080U, 4081U, 100'000U}) {
    EXPECT_EQ(end_of(std::string(size, '\n')), (Position{size + 1, 1}));
    EXPECT_EQ(end_of(std::string(size, 'x')), (Position{1, size + 1}));
  }
}

TEST(Span, ContainsWhatLiesWithin) {
  const Span span{3, 7};
  EXPECT_EQ(span.size(), 4U);
  EXPECT_TRUE(span.contains(span));
  EXPECT_TRUE(span.contains({4, 4}));
  EXPECT_FALSE(span.contains({2, 5}));
  EXPECT_FALSE(span.contains({5, 8}));
}

}  // namespace
}  // namespace patrol

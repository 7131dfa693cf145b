#include "scanner/detect/utf16.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "scanner/core/memory_input.h"
#include "scanner/core/utf8.h"
#include "tests/support/trickle.h"

namespace patrol {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

std::string unit(std::uint32_t value, ByteOrder order) {
  const char low = static_cast<char>(value & 0xFF);
  const char high = static_cast<char>(value >> 8);
  return order == ByteOrder::kLittle ? std::string{low, high}
                                     : std::string{high, low};
}

// RFC 2781, section 2.1.
std::string encode(char32_t c, ByteOrder order) {
  const auto value = static_cast<std::uint32_t>(c);
  if (value < 0x10000) return unit(value, order);
  const std::uint32_t rest = value - 0x10000;
  return unit(0xD800 + rest / 0x400, order) +
         unit(0xDC00 + rest % 0x400, order);
}

std::string units(const std::vector<std::uint32_t>& values) {
  std::string text;
  for (std::uint32_t value : values) text += unit(value, ByteOrder::kLittle);
  return text;
}

std::string utf8(const std::vector<char32_t>& points) {
  std::string text;
  for (char32_t c : points) append_utf8(c, text);
  return text;
}

std::string read_all(Input& input, std::size_t capacity = 4096) {
  std::string text;
  std::vector<char> block(capacity);
  for (;;) {
    const Result<std::size_t> size = input.read(block.data(), capacity);
    EXPECT_TRUE(size);
    if (!size || *size == 0) return text;
    text.append(block.data(), *size);
  }
}

std::string transcoded(std::string_view bytes,
                       ByteOrder order = ByteOrder::kLittle) {
  MemoryInput source(bytes);
  Utf16Input input(source, order);
  return read_all(input);
}

char32_t random_code_point(std::mt19937& random) {
  static constexpr char32_t kLimits[] = {0x80, 0x800, 0x10000, 0x110000};
  for (;;) {
    const auto c = static_cast<char32_t>(random() % kLimits[random() % 4]);
    if (c < 0xD800 || c > 0xDFFF) return c;
  }
}

TEST(Utf16Input, GivesEveryCodePointAsUtf8) {
  std::mt19937 random(16);
  for (ByteOrder order : {ByteOrder::kLittle, ByteOrder::kBig}) {
    for (int round = 0; round < 200; ++round) {
      std::string stored = encode('x', order);  // no byte order mark
      std::string expected = "x";
      for (auto n = random() % 300; n > 0; --n) {
        const char32_t c = random_code_point(random);
        stored += encode(c, order);
        append_utf8(c, expected);
      }
      ASSERT_EQ(transcoded(stored, order), expected);
    }
  }
}

TEST(Utf16Input, GivesTheSameForReadsOfAnySize) {
  std::mt19937 random(17);
  std::string stored;
  for (int i = 0; i < 500; ++i) {
    stored +=
        random() % 7 == 0
            ? units({0xD800 + static_cast<std::uint32_t>(random() % 2048)})
            : encode(random_code_point(random), ByteOrder::kLittle);
  }
  stored += "x";  // an odd byte
  const std::string expected = transcoded(stored);
  for (std::size_t most = 1; most < 9; ++most) {
    for (std::size_t capacity : {4U, 5U, 7U, 64U}) {
      Trickle source(stored, most);
      Utf16Input input(source, ByteOrder::kLittle);
      ASSERT_EQ(read_all(input, capacity), expected) << most << capacity;
    }
  }
}

TEST(Utf16Input, LeavesOutOneByteOrderMark) {
  EXPECT_EQ(transcoded(units({0xFEFF, 'a'})), "a");
  EXPECT_EQ(transcoded(units({0xFEFF})), "");
  EXPECT_EQ(transcoded(units({0xFEFF, 0xFEFF})), utf8({0xFEFF}));
  EXPECT_EQ(transcoded(units({'a', 0xFEFF})), utf8({'a', 0xFEFF}));
}

TEST(Utf16Input, ReplacesHalvesOfPairs) {
  const std::string half = utf8({kReplacement});
  EXPECT_EQ(transcoded(units({0xD83D, 'a'})), half + "a");
  EXPECT_EQ(transcoded(units({0xDD11, 'a'})), half + "a");
  EXPECT_EQ(transcoded(units({'a', 0xD83D})), "a" + half);
  EXPECT_EQ(transcoded(units({0xDD11, 0xD83D})), half + half);
  EXPECT_EQ(transcoded(units({0xD83D, 0xD83D, 0xDD11})),
            half + utf8({0x1F511}));
}

TEST(Utf16Input, ReplacesAnOddByteAtTheEnd) {
  const std::string half = utf8({kReplacement});
  EXPECT_EQ(transcoded("a"), half);
  EXPECT_EQ(transcoded(units({'a'}) + "b"), "a" + half);
  EXPECT_EQ(transcoded(units({'a', 0xD83D}) + "b"), "a" + half + half);
}

TEST(Utf16Input, EndsAndStaysEnded) {
  MemoryInput source("");
  Utf16Input input(source, ByteOrder::kBig);
  char block[4];
  for (int i = 0; i < 3; ++i) EXPECT_EQ(*input.read(block, 4), 0U);
}

TEST(Utf16Input, PassesTheSourcesErrorOn) {
  class Failing : public Input {
    Result<std::size_t> read(char*, std::size_t) override {
      return Error{"disk on fire"};
    }
  } source;
  Utf16Input input(source, ByteOrder::kLittle);
  char block[4];
  const Result<std::size_t> size = input.read(block, 4);
  ASSERT_FALSE(size);
  EXPECT_EQ(size.error().message, "disk on fire");
}

TEST(Utf16Units, LeadsBackToTheByte) {
  std::mt19937 random(18);
  for (int round = 0; round < 50; ++round) {
    std::string stored;
    std::vector<std::size_t> begins;  // of code points, in `stored`
    for (int i = 0; i < 100; ++i) {
      begins.push_back(stored.size());
      stored += random() % 5 == 0
                    ? units({0xDC00})
                    : encode(random_code_point(random), ByteOrder::kLittle);
    }
    if (stored.starts_with(units({0xFEFF}))) continue;
    const std::string text = transcoded(stored);
    std::size_t at = 0;
    for (std::size_t begin : begins) {
      ASSERT_EQ(2 * utf16_units(std::string_view(text).substr(0, at)), begin);
      at += first_code_point(std::string_view(text).substr(at)).size;
    }
    EXPECT_EQ(at, text.size());
  }
}

}  // namespace
}  // namespace patrol

#include "scanner/packs/inflate.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <string_view>

#include "tests/support/deflated.h"

namespace patrol {
namespace {

std::string words(std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) {
    text += "word " + std::to_string(i * 7919 % 1000) + "\n";
  }
  return text;
}

// "error: " and what it says, if it is one.
std::string inflated(std::string_view compressed, std::size_t exact_size) {
  std::string out(exact_size, '\0');
  Inflater inflater;
  const auto taken = inflater.zlib(compressed, out.data(), exact_size);
  return taken ? out : "error: " + taken.error().message;
}

std::string read_all(InflatedInput& input, std::size_t at_once) {
  std::string out;
  std::string block(at_once, '\0');
  while (true) {
    const auto got = input.read(block.data(), block.size());
    if (!got) return "error: " + got.error().message;
    if (*got == 0) return out;
    out.append(block, 0, *got);
  }
}

TEST(Inflater, UnpacksWhatZlibPacked) {
  for (const std::size_t count : {0U, 1U, 100U, 100000U}) {
    const std::string text = words(count);
    EXPECT_EQ(inflated(deflated(text), text.size()), text);
  }
}

TEST(Inflater, IsReusedFromStreamToStream) {
  const std::string both = deflated("first") + deflated("second");
  Inflater inflater;
  char first[5];
  char second[6];
  const auto taken = inflater.zlib(both, first, sizeof first);
  ASSERT_TRUE(taken);
  EXPECT_EQ(*taken, deflated("first").size());
  const std::string_view rest = std::string_view(both).substr(*taken);
  ASSERT_TRUE(inflater.zlib(rest, second, sizeof second));
  EXPECT_EQ(std::string_view(second, 6), "second");
}

TEST(Inflater, UnpacksNothingToNowhere) {
  Inflater inflater;
  EXPECT_TRUE(inflater.zlib(deflated(""), nullptr, 0));
}

TEST(Inflater, RefusesAnotherSize) {
  EXPECT_EQ(inflated(deflated("four"), 5),
            "error: it holds less than its size says");
  EXPECT_EQ(inflated(deflated("four"), 3),
            "error: it holds more than its size says");
}

TEST(Inflater, RefusesWhatIsCutOff) {
  const std::string text = words(100);
  const std::string whole = deflated(text);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_TRUE(
        inflated(whole.substr(0, size), text.size()).starts_with("error: "))
        << size;
  }
}

TEST(Inflater, RefusesAWrongChecksum) {
  std::string wrong = deflated("text");
  wrong.back() = static_cast<char>(wrong.back() ^ 1);
  EXPECT_EQ(inflated(wrong, 4), "error: its compressed data is damaged");
}

TEST(InflatedInput, GivesTheSameInPiecesOfAnySize) {
  const std::string text = words(1000);
  const std::string compressed = deflated(text) + "what follows";
  for (const std::size_t at_once : {1U, 7U, 4096U, 1U << 20}) {
    InflatedInput input(compressed);
    EXPECT_EQ(read_all(input, at_once), text);
    EXPECT_EQ(input.consumed(), deflated(text).size());
  }
}

TEST(InflatedInput, RefusesWhatIsCutOff) {
  const std::string whole = deflated(words(100));
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const std::string cut = whole.substr(0, size);
    InflatedInput input(cut);
    EXPECT_EQ(read_all(input, 64), "error: its compressed data is damaged")
        << size;
  }
}

TEST(InflatedInput, RefusesAWrongChecksum) {
  std::string wrong = deflated("text");
  wrong.back() = static_cast<char>(wrong.back() ^ 1);
  InflatedInput input(wrong);
  EXPECT_EQ(read_all(input, 64), "error: its compressed data is damaged");
}

}  // namespace
}  // namespace patrol

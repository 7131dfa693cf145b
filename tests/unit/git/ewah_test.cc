#include "scanner/git/ewah.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace patrol {
namespace {

using Bits = std::vector<bool>;

void put(std::string& out, std::uint64_t value, int bytes) {
  for (int i = bytes - 1; i >= 0; --i) {
    out += static_cast<char>(value >> (8 * i) & 0xFF);
  }
}

std::uint64_t marker(bool value, std::uint64_t run, std::uint64_t literals) {
  return std::uint64_t{value} | run << 1 | literals << 33;
}

std::string packed(std::size_t bits, const std::vector<std::uint64_t>& words) {
  std::string out;
  put(out, bits, 4);
  put(out, words.size(), 4);
  for (std::uint64_t word : words) put(out, word, 8);
  put(out, 0, 4);
  return out;
}

// A marker for each word: right, and as long as can be.
std::string packed(const Bits& bits) {
  std::vector<std::uint64_t> words;
  for (std::size_t begin = 0; begin < bits.size(); begin += 64) {
    std::uint64_t word = 0;
    for (std::size_t i = begin; i < std::min(begin + 64, bits.size()); ++i) {
      word |= std::uint64_t{bits[i]} << (i - begin);
    }
    if (word == 0 || word == ~std::uint64_t{0}) {
      words.push_back(marker(word != 0, 1, 0));
    } else {
      words.push_back(marker(false, 0, 1));
      words.push_back(word);
    }
  }
  return packed(bits.size(), words);
}

TEST(Ewah, GivesWhatWasPacked) {
  std::mt19937 random(1);
  for (int round = 0; round < 200; ++round) {
    Bits bits(random() % 400);
    const auto density = random() % 5;  // 0: all, 4: hardly any
    for (std::size_t i = 0; i < bits.size(); ++i) {
      bits[i] = random() % (1U << 2 * density) == 0;
    }
    const std::string text = packed(bits) + "rest";
    std::string_view rest = text;
    EXPECT_EQ(take_ewah(rest, 400), bits);
    EXPECT_EQ(rest, "rest");
  }
}

TEST(Ewah, UnfoldsRuns) {
  const std::string text =
      packed(320, {marker(true, 3, 1), 5, marker(0, 1, 0)});
  std::string_view rest = text;
  Bits expected(320);
  std::fill_n(expected.begin(), 192, true);
  expected[192] = expected[194] = true;
  EXPECT_EQ(take_ewah(rest, 320), expected);
}

TEST(Ewah, RefusesWhatIsTooLarge) {
  const std::string text = packed(Bits(100, true));
  std::string_view rest = text;
  EXPECT_FALSE(take_ewah(rest, 99));
}

TEST(Ewah, RefusesBitsBehindTheEnd) {
  for (const auto& words : std::vector<std::vector<std::uint64_t>>{
           {marker(true, 2, 0)},
           {marker(true, 0xFFFFFFFF, 0)},
           {marker(false, 0, 1), std::uint64_t{1} << 63},
           {marker(false, 0xFFFFFFFF, 1), 1}}) {
    const std::string text = packed(63, words);
    std::string_view rest = text;
    EXPECT_FALSE(take_ewah(rest, 1000));
  }
}

TEST(Ewah, RefusesWordsThatAreNotThere) {
  const std::string text = packed(1000, {marker(false, 0, 2), 1});
  std::string_view rest = text;
  EXPECT_FALSE(take_ewah(rest, 1000));
}

TEST(Ewah, SurvivesWhatIsCutOff) {
  const std::string text = packed(100, {marker(true, 1, 1), 7});
  for (std::size_t size = 0; size < text.size(); ++size) {
    const std::string cut = text.substr(0, size);
    std::string_view rest = cut;
    EXPECT_FALSE(take_ewah(rest, 100));
  }
}

}  // namespace
}  // namespace patrol

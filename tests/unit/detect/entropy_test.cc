#include "scanner/detect/entropy.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <string>

namespace patrol {
namespace {

struct Drawing {
  std::string_view alphabet;
  int size;
};
constexpr Drawing kDrawings[] = {
    {"0123456789", 10},
    {"0123456789abcdef", 16},
    {"abcdefghijklmnopqrstuvwxyz234567", 32},
    {"0123456789abcdefghijklmnopqrstuvwxyz", 36},
    {"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", 64},
};

std::string draw(std::mt19937& random, std::string_view alphabet,
                 std::size_t length) {
  std::string text(length, ' ');
  for (char& c : text) c = alphabet[random() % alphabet.size()];
  return text;
}

TEST(ShannonBits, IsTheEntropyOfTheCharacters) {
  EXPECT_EQ(shannon_bits(""), 0);
  EXPECT_EQ(shannon_bits("aaaa"), 0);
  EXPECT_DOUBLE_EQ(shannon_bits("abab"), 1);
  EXPECT_DOUBLE_EQ(shannon_bits("abcdefgh"), 3);
  EXPECT_NEAR(shannon_bits("aab"), 0.9182958, 1e-7);  // 1/3 log2 3 + 2/3 ...
}

TEST(AlphabetSize, IsTheSmallestThatFits) {
  EXPECT_EQ(alphabet_size("0123"), 10);
  EXPECT_EQ(alphabet_size("01ab"), 16);
  EXPECT_EQ(alphabet_size("01AB"), 16);
  EXPECT_EQ(alphabet_size("01aB"), 64);
  EXPECT_EQ(alphabet_size("23xyz"), 32);
  EXPECT_EQ(alphabet_size("01xyz"), 36);
  EXPECT_EQ(alphabet_size("01XYZ"), 36);
  EXPECT_EQ(alphabet_size("a/b"), 64);
}

// The expectation against the mean of many drawings.
TEST(LeastBits, FollowsTheExpectedEntropy) {
  std::mt19937 random(11);
  for (const Drawing& d : kDrawings) {
    for (std::size_t length : {12u, 40u, 128u}) {
      double sum = 0;
      constexpr int kTimes = 4000;
      for (int i = 0; i < kTimes; ++i) {
        sum += shannon_bits(draw(random, d.alphabet, length));
      }
      const double slack = 4 / std::sqrt(static_cast<double>(length));
      EXPECT_NEAR(least_bits(length, d.size) + slack, sum / kTimes, 0.02)
          << d.size << " " << length;
    }
  }
}

TEST(LooksRandom, LosesFewerThanOneRandomTextInTenThousand) {
  std::mt19937 random(12);
  int drawn = 0;
  int lost = 0;
  for (const Drawing& d : kDrawings) {
    for (std::size_t length = 12; length < 100; length += 4) {
      for (int i = 0; i < 2000; ++i, ++drawn) {
        lost += !looks_random(draw(random, d.alphabet, length), 0);
      }
    }
  }
  EXPECT_LT(lost * 10000.0, drawn);
}

TEST(LooksRandom, DropsRepetition) {
  for (const char* text : {"aaaaaaaaaaaaaaaaaaaa", "abababababababababab",
                           "0000000000000000000000000000000000000001",
                           "test_test_test_test_test_test_test_test_"}) {
    EXPECT_FALSE(looks_random(text, 0)) << text;
  }
}

TEST(LooksRandom, ObeysTheRule) {
  EXPECT_TRUE(looks_random("abcdefgh", 3.0));
  EXPECT_FALSE(looks_random("abcdefgh", 3.1));
  EXPECT_TRUE(looks_random("aaaaaaaaaaaaaaaaaaaa", -1));
  EXPECT_TRUE(looks_random("", -1));
  EXPECT_FALSE(looks_random("", 0));
}

// Megabytes are judged in the time of a page.
TEST(LooksRandom, TakesLongTexts) {
  std::mt19937 random(13);
  EXPECT_TRUE(looks_random(draw(random, kDrawings[4].alphabet, 1 << 20), 0));
  EXPECT_FALSE(looks_random(std::string(1 << 20, 'x'), 0));
}

}  // namespace
}  // namespace patrol

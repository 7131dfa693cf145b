#include "scanner/detect/word_model.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace patrol {
namespace {

constexpr std::string_view kBase62 =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

std::string drawn(std::mt19937& random, std::size_t length) {
  std::string text;
  while (text.size() < length) text += kBase62[random() % kBase62.size()];
  return text;
}

// Of 2000 texts.
int count_above(double bits, std::size_t length) {
  std::mt19937 random(11);
  int count = 0;
  for (int i = 0; i < 2000; ++i) {
    count += bits_for_drawn(drawn(random, length)) > bits;
  }
  return count;
}

TEST(WordModel, KnowsWordsOfCode) {
  for (const char* words :
       {"getAccessTokenForUser1", "kv-Orders2024-Prod01-Secrets",
        "SERVICE_TOKEN_V2_PROD", "contoso-production-api-token",
        "config/settings/production.yml"}) {
    EXPECT_LT(bits_for_drawn(words), 0) << words;
  }
}

TEST(WordModel, SeesTheOrderThatEntropyIsBlindTo) {
  EXPECT_LT(bits_for_drawn("getAccessTokenForUser1"), -15);
  EXPECT_GT(bits_for_drawn("osrnseeTecFt1kAogscreU"), 5);
}

TEST(WordModel, TakesWhatIsDrawnForDrawn) {
  EXPECT_GT(count_above(15, 16), 1900);
  EXPECT_GT(count_above(40, 32), 1900);
  EXPECT_GT(count_above(95, 64), 1900);
}

TEST(WordModel, IsNotConfusedByOneCase) {
  EXPECT_GT(bits_for_drawn("k3v9x0q7r2m5t8w1z4c6"), 20);
  EXPECT_GT(bits_for_drawn("K3V9X0Q7R2M5T8W1Z4C6"), 20);
}

}  // namespace
}  // namespace patrol

#include "scanner/detect/secret_score.h"

#include <gtest/gtest.h>

#include <string>

namespace patrol {
namespace {

const std::string kValue = "m4Xq81LzT0vKd92eHs7B";

Score score_in(const std::string& before, const std::string& value) {
  const std::string text = before + value;
  return score_of_assignment(
      {text, {0, text.size()}, {before.size(), text.size()}}, value);
}

std::optional<Confidence> rated(const std::string& before,
                                const std::string& value) {
  return confidence_of(score_in(before, value));
}

TEST(SecretScore, IsTheSumOfWhatItNames) {
  const Score score = score_in("password = \"", kValue);
  double sum = 0;
  for (const Weight& weight : score.weights) sum += weight.points;
  EXPECT_EQ(sum, score.points);
  EXPECT_EQ(to_text(score),
            "26: says secret 3, is assigned 2, in quotes 1, drawn 20");
}

TEST(SecretScore, IsHighWhereAllSpeaksForIt) {
  EXPECT_EQ(rated("password = \"", kValue), Confidence::kHigh);
}

TEST(SecretScore, IsMediumWhereTheNameSaysLittle) {
  EXPECT_EQ(rated("token ", kValue), Confidence::kMedium);
}

TEST(SecretScore, IsLowForHexadecimal) {
  EXPECT_EQ(rated("secret = \"", "5f1d7a84e2c09b6358d4f7a1c3e0b926"),
            Confidence::kLow);
}

TEST(SecretScore, IsNoneForWords) {
  EXPECT_EQ(rated("secret = \"", "getAccessTokenForUser1"), std::nullopt);
  EXPECT_EQ(rated("password: ", "prompt-for-the-password"), std::nullopt);
}

TEST(SecretScore, OfAHeaderIsHighForHexadecimal) {
  const Score score = score_of_opaque_token("5f1d7a84e2c09b6358d4f7a1c3e0b926");
  EXPECT_GE(confidence_of(score), Confidence::kMedium);
}

}  // namespace
}  // namespace patrol

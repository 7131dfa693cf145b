#include "scanner/detect/context.h"

#include <gtest/gtest.h>

#include <string>

namespace patrol {
namespace {

struct Placed {
  std::string text;
  Span where;
};

Placed place(std::string before, std::string_view match, std::string after) {
  const Span where{before.size(), before.size() + match.size()};
  return {std::move(before) + std::string(match) + std::move(after), where};
}

bool alone(std::string before, std::string after) {
  const Placed p = place(std::move(before), "q7Zk2mTw", std::move(after));
  return stands_alone(p.text, p.where);
}

bool near(std::string before, std::string after) {
  static constexpr Text kWords[] = {"dev.azure.com", "azdo"};
  const Placed p = place(std::move(before), "token-with-azdo-in-it", after);
  return has_word_near({p.text, p.where}, kWords);
}

TEST(WordNear, IsFoundOnBothSidesInAnyCase) {
  EXPECT_TRUE(near("https://x:", "@dev.azure.com/contoso"));
  EXPECT_TRUE(near("AZDO_PAT=", ""));
  EXPECT_TRUE(near("machine Dev.Azure.Com login x password ", "\n"));
}

TEST(WordNear, IsNotFoundInsideTheMatch) {
  EXPECT_FALSE(near("", ""));
  EXPECT_FALSE(near("az", "do"));
}

TEST(WordNear, ReachesAsFarAsItSays) {
  EXPECT_TRUE(near("azdo" + std::string(kNearBytes - 4, ' '), ""));
  EXPECT_FALSE(near("azdo" + std::string(kNearBytes - 3, ' '), ""));
  EXPECT_TRUE(near("", std::string(kNearBytes - 4, ' ') + "azdo"));
  EXPECT_FALSE(near("", std::string(kNearBytes - 3, ' ') + "azdo"));
}

TEST(StandsAlone, AcceptsTheUsualSurroundings) {
  EXPECT_TRUE(alone("", ""));
  EXPECT_TRUE(alone("PAT=", "\n"));
  EXPECT_TRUE(alone("\"", "\","));
  EXPECT_TRUE(alone("https://x:", "@dev.azure.com/"));
  EXPECT_TRUE(alone("https://host/path/", "/rest"));
  EXPECT_TRUE(alone("--token-", ""));
  EXPECT_TRUE(alone("<password>", "</password>"));
}

TEST(StandsAlone, RefusesSlicesOfWords) {
  EXPECT_FALSE(alone("a", ""));
  EXPECT_FALSE(alone("", "a"));
  EXPECT_FALSE(alone("_", ""));
  EXPECT_FALSE(alone("", "7"));
  EXPECT_FALSE(alone("\"sha512-Zg", "\""));
}

TEST(StandsAlone, RefusesSlicesOfBase64) {
  const std::string blob = "Zm9vYmFyYmF6cXV4Zm9vYmFy";
  ASSERT_EQ(blob.size(), kSliceBytes);
  EXPECT_FALSE(alone(blob + "+", ""));
  EXPECT_FALSE(alone("", "/" + blob));
  EXPECT_FALSE(alone("", "="));
  EXPECT_FALSE(alone("", "=="));
}

// "/path/token" is no slice, nor is an option's name.
TEST(StandsAlone, AcceptsShortRunsOfBase64) {
  EXPECT_TRUE(alone("x = " + std::string(kSliceBytes - 2, 'a') + "/", ""));
  EXPECT_FALSE(alone(std::string(kSliceBytes - 1, 'a') + "/", ""));
}

TEST(StandsAlone, SeesThroughEscapesAheadOfTheMatch) {
  EXPECT_TRUE(alone("echo\\n", "\\n"));
  EXPECT_TRUE(alone("\\r", ""));
  EXPECT_TRUE(alone("\\t", ""));
  EXPECT_TRUE(alone("user%3A", "%40host"));
  EXPECT_TRUE(alone("\\u0022", "\\u0022"));
  EXPECT_TRUE(alone("\\x27", ""));
  EXPECT_FALSE(alone("n", ""));
  EXPECT_FALSE(alone("3A", ""));
}

}  // namespace
}  // namespace patrol

#include "scanner/detect/placeholder.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace patrol {
namespace {

constexpr std::string_view kBase62 =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

std::string draw(std::mt19937& random, std::string_view alphabet,
                 std::size_t length) {
  std::string text(length, ' ');
  for (char& c : text) c = alphabet[random() % alphabet.size()];
  return text;
}

// Words that formats use must not make their tokens placeholders.
TEST(Placeholder, KnowsFixedPartsOfTokens) {
  std::mt19937 random(20261124);
  for (const char* prefix : {"sk_test_", "secret_", "sb_secret_", "sk-None-"}) {
    EXPECT_FALSE(is_placeholder(prefix + draw(random, kBase62, 24))) << prefix;
    EXPECT_TRUE(is_placeholder(prefix + std::string("value"))) << prefix;
    EXPECT_TRUE(is_placeholder(prefix + std::string("your_own_key_goes_in")))
        << prefix;
  }
}

// One in fifty of Django's keys has each of these pairs.
TEST(Placeholder, TakesSignsForATemplateOnlyAroundAName) {
  for (const char* text :
       {"k3$(v8&j!x", "k3%(v8&j!x", "k3@@v8&j!x", "k3j%s4v8&j!x"}) {
    EXPECT_FALSE(is_placeholder(text)) << text;
  }
  for (const char* text : {"k3$(cat token.txt)", "%(db-2)s", "@@API_KEY@@",
                           "k3-%s", "%s-k3", "k3:%s@x", "k3$(cut_off"}) {
    EXPECT_TRUE(is_placeholder(text)) << text;
  }
}

TEST(Placeholder, KnowsWhatStandsInManuals) {
  for (const char* text : {
           "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
           "ghp_XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX",
           "ghp_000000000000000000000000000000000000",
           "ghp_ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
           "ghp_zyxwvutsrqponmlkjihgfedcba9876543210",
           "ghp_1234123412341234123412341234123412ab",
           "ghp_aB3aB3aB3aB3aB3aB3aB3aB3aB3aB3aB3aB3",
           "ghp_ExampleTokenForTheDocumentation12345",
           "ghp_ThisIsAPlaceholderAndNotARealTokenX9",
           "github_pat_${GITHUB_TOKEN}",
           "github_pat_{{ token }}",
           "github_pat_YOUR_TOKEN",
           "npm_replace_with_a_real_token",
           "glpat-fake-fake-fake-fake",
           "<your-token>",
           "token-%s-suffix",
           "$(cat token)",
           "ghp_****",
           "ghp_abcd...",
           "...wxyz",
           "ghp_a1b2\u2026",
           "deadbeefdeadbeefdeadbeefdeadbeef",
           "12345678901234567890123456789012345678901234567890",
           "REDACTED",
           "my-todo-token",
           "changeme",
           "zpczok-dummy",
       }) {
    EXPECT_TRUE(is_placeholder(text)) << text;
  }
}

TEST(Placeholder, LetsRandomTextPass) {
  for (const char* text : {"", "a", "5f1d7a84e2c09b6358d4f7a1c3e0b926",
                           "U6kEHEm3XqLkt7yIxVz9hB2Zi3F0KS2Gsqor",
                           // "fake" and "your" inside, not on their own
                           "q8fakeZ2yourK1LmTzVb", "pk_3zR.~Qw-8sV_tYb1"}) {
    EXPECT_FALSE(is_placeholder(text)) << text;
  }
}

// base64 writes the zero bytes of an OpenSSH key's fixed fields so.
TEST(Placeholder, SparesRunsThatAreShortForTheirText) {
  std::mt19937 random(5);
  std::string text = draw(random, kBase62, 400);
  text.replace(40, 20, std::string(20, 'A'));
  EXPECT_FALSE(is_placeholder(text));
  EXPECT_TRUE(is_placeholder(text.substr(0, 100)));
}

TEST(Placeholder, LosesFewerThanOneRandomTokenInTenThousand) {
  std::mt19937 random(6);
  int drawn = 0;
  int lost = 0;
  for (int i = 0; i < 15400; ++i) {
    for (std::size_t length = 20; length <= 84; ++length, ++drawn) {
      lost += is_placeholder(draw(random, kBase62, length));
    }
  }
  EXPECT_GT(drawn, 1000000);
  EXPECT_LT(lost * 10000.0, drawn);
}

// The other alphabets of tokens: base32 of 52, the dots of Entra's secrets.
TEST(Placeholder, LosesFewRandomTokensOfOtherAlphabets) {
  std::mt19937 random(7);
  constexpr int kTimes = 200000;
  int base32 = 0;
  int entra = 0;
  for (int i = 0; i < kTimes; ++i) {
    base32 +=
        is_placeholder(draw(random, "abcdefghijklmnopqrstuvwxyz234567", 52));
    entra += is_placeholder(draw(random, std::string(kBase62) + ".-_~", 37));
  }
  EXPECT_LT(base32 * 10000.0, kTimes);
  EXPECT_LT(entra * 10000.0, kTimes);
}

}  // namespace
}  // namespace patrol

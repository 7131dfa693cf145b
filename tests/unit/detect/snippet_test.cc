#include "scanner/detect/snippet.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "scanner/core/utf8.h"

namespace patrol {
namespace {

// Where `part` stands in `text`.
Span find(std::string_view text, std::string_view part) {
  const std::size_t begin = text.find(part);
  EXPECT_NE(begin, text.npos);
  return {begin, begin + part.size()};
}

TEST(Snippet, IsTheSecretsLine) {
  for (std::string_view end : {"\n", "\r\n", "\r"}) {
    const std::string text = "one" + std::string(end) + "key = SECRET; // two" +
                             std::string(end) + "three";
    const Snippet snippet = make_snippet(text, {find(text, "SECRET")}, 0);
    EXPECT_EQ(snippet.before, "key = ");
    EXPECT_EQ(snippet.masked, "***");
    EXPECT_EQ(snippet.after, "; // two");
  }
}

TEST(Snippet, IsEmptyAroundASecretThatIsTheText) {
  const Snippet snippet = make_snippet("SECRET", {{0, 6}}, 0);
  EXPECT_EQ(snippet.before, "");
  EXPECT_EQ(snippet.after, "");
}

TEST(Snippet, MasksItsNeighbours) {
  const std::string text = "a=ONE b=TWO c=THREE";
  const std::vector<Span> secrets = {find(text, "ONE"), find(text, "TWO"),
                                     find(text, "THREE")};
  const Snippet middle = make_snippet(text, secrets, 1);
  EXPECT_EQ(middle.before, "a=*** b=");
  EXPECT_EQ(middle.after, " c=***");
}

TEST(Snippet, ShowsNoByteOfANeighbourThatOverlapsOrReachesIn) {
  //  line 1: x=AAAA  line 2: AABB BBCC CC
  const std::string text = "x=AAAA\nAABBBBCCCC y";
  const std::vector<Span> secrets = {find(text, "AAAA\nAABB"),
                                     find(text, "BBBB"), find(text, "BBCCCC")};
  const Snippet snippet = make_snippet(text, secrets, 1);
  EXPECT_EQ(snippet.before, "***");
  EXPECT_EQ(snippet.after, "*** y");
}

TEST(Snippet, CutsALongLine) {
  const std::string text =
      std::string(9'000, '<') + "SECRET" + std::string(9'000, '>');
  const Snippet snippet = make_snippet(text, {find(text, "SECRET")}, 0);
  EXPECT_EQ(snippet.before, std::string(kSnippetSide, '<'));
  EXPECT_EQ(snippet.after, std::string(kSnippetSide, '>'));
}

TEST(Snippet, NeverSplitsACodePoint) {
  for (std::string_view letter :
       {"\xC3\xA4", "\xE2\x82\xAC", "\xF0\x9F\x94\x91"}) {
    for (std::size_t shift = 0; shift < 4; ++shift) {
      std::string side;
      while (side.size() < 300) side += letter;
      const std::string text = side + std::string(shift, 'x') + "SECRET" +
                               std::string(shift, 'y') + side;
      const Snippet snippet = make_snippet(text, {find(text, "SECRET")}, 0);
      EXPECT_TRUE(is_utf8(snippet.before));
      EXPECT_TRUE(is_utf8(snippet.after));
      EXPECT_LE(snippet.before.size(), kSnippetSide);
      EXPECT_GT(snippet.before.size(), kSnippetSide - letter.size());
      EXPECT_LE(snippet.after.size(), kSnippetSide);
      EXPECT_GT(snippet.after.size(), kSnippetSide - letter.size());
    }
  }
}

// Upper-case letters are secret here, all else is not: none may be shown but
// by the redaction of the secret itself, which is too short to show any.
TEST(Snippet, ShowsNoSecretOfGeneratedText) {
  std::mt19937 random(5);
  for (int round = 0; round < 2'000; ++round) {
    std::string text;
    std::vector<Span> secrets;
    while (text.size() < 400) {
      text += std::string(random() % 50, "a \n."[random() % 4]);
      const std::size_t begin = text.size();
      text += std::string(1 + random() % 15, 'S');
      if (random() % 4 == 0)
        text[begin + random() % (text.size() - begin)] = '\n';
      secrets.push_back({begin, text.size()});
    }
    for (std::size_t i = 0; i < secrets.size(); ++i) {
      const Snippet s = make_snippet(text, secrets, i);
      ASSERT_EQ((s.before + s.masked + s.after).find_first_of("S\n"),
                std::string::npos)
          << text;
    }
  }
}

}  // namespace
}  // namespace patrol

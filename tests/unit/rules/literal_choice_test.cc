#include "scanner/rules/literal_choice.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace patrol {
namespace {

ByteSet set_of(std::string_view bytes) {
  ByteSet set;
  for (char c : bytes) set.add(static_cast<unsigned char>(c));
  return set;
}

std::vector<ByteSet> row(std::string_view bytes) {
  std::vector<ByteSet> sets;
  for (char c : bytes) sets.push_back(set_of(std::string(1, c)));
  return sets;
}

std::vector<ByteSet> row(const std::vector<std::string>& each) {
  std::vector<ByteSet> sets;
  for (const std::string& bytes : each) sets.push_back(set_of(bytes));
  return sets;
}

std::set<std::string> texts(const LiteralChoice& choice) {
  std::set<std::string> all;
  for (const Literal& literal : choice.literals) {
    all.insert(literal.text + (literal.caseless ? "/i" : ""));
  }
  return all;
}

using Texts = std::set<std::string>;

TEST(IsSmall, CountsLettersOfBothCasesOnce) {
  EXPECT_TRUE(is_small(set_of("a")));
  EXPECT_TRUE(is_small(set_of("abcdefghABCDEFGH")));
  EXPECT_FALSE(is_small(set_of("abcdefghi")));
}

TEST(ChooseLiterals, TakesAShortRowWhole) {
  const auto choice = choose_literals(row("ghp_"));
  ASSERT_TRUE(choice);
  EXPECT_EQ(texts(*choice), Texts{"ghp_"});
  EXPECT_EQ(choice->begin, 0U);
  EXPECT_EQ(choice->end, 4U);
}

TEST(ChooseLiterals, SpellsSmallSetsOut) {
  const auto choice = choose_literals(row({"g", "h", "op", "_"}));
  ASSERT_TRUE(choice);
  EXPECT_EQ(texts(*choice), (Texts{"gho_", "ghp_"}));
}

TEST(ChooseLiterals, MakesLettersOfBothCasesCaseless) {
  const auto choice = choose_literals(row({"kK", "eE", "yY", "-_"}));
  ASSERT_TRUE(choice);
  EXPECT_EQ(texts(*choice), (Texts{"key-/i", "key_/i"}));
}

TEST(ChooseLiterals, PrefersWhatSourceCodeHoldsSeldom) {
  const auto choice = choose_literals(row("return JQQJ9"));
  ASSERT_TRUE(choice);
  EXPECT_NE(choice->literals[0].text.find("JQQJ"), std::string::npos);
}

TEST(ChooseLiterals, HasNoneForAShortRow) {
  EXPECT_FALSE(choose_literals(row("")));
  EXPECT_FALSE(choose_literals(row("ab")));
}

TEST(ChooseLiterals, HasNoneWhereTooManyWouldBeSpelledOut) {
  EXPECT_FALSE(choose_literals(row({"abcd", "abcd", "abcd"})));
}

// Whatever the row: each text that fits it, cut to the window, is one of the
// literals, and no literal is anything else.
TEST(ChooseLiterals, SpellsOutItsWindowAndNothingElse) {
  std::mt19937 random(7);
  int chosen = 0;
  for (int round = 0; round < 2'000; ++round) {
    std::vector<std::string> bytes(random() % 14);
    for (std::string& one : bytes) {
      for (auto n = 1 + random() % 3; n > 0; --n) one += "abAB1_"[random() % 6];
    }
    const auto choice = choose_literals(row(bytes));
    if (!choice) continue;
    ++chosen;
    ASSERT_LE(choice->end - choice->begin, kLongestLiteral);
    ASSERT_LE(choice->end, bytes.size());
    for (int draw = 0; draw < 20; ++draw) {
      std::string text;
      for (std::size_t i = choice->begin; i < choice->end; ++i) {
        text += bytes[i][random() % bytes[i].size()];
      }
      const bool found =
          std::ranges::any_of(choice->literals, [&](const Literal& literal) {
            return std::ranges::equal(literal.text, text, [&](char a, char b) {
              return literal.caseless ? std::tolower(a) == std::tolower(b)
                                      : a == b;
            });
          });
      ASSERT_TRUE(found) << text;
    }
    for (const Literal& literal : choice->literals) {
      for (std::size_t i = 0; i < literal.text.size(); ++i) {
        const std::string& set = bytes[choice->begin + i];
        ASSERT_NE(set.find(literal.text[i]), set.npos) << literal.text;
      }
    }
  }
  EXPECT_GT(chosen, 1'000);
}

}  // namespace
}  // namespace patrol

#include "scanner/rules/trigger.h"

#include <gtest/gtest.h>
#include <re2/re2.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "tests/support/trigger_contract.h"

namespace patrol {
namespace {

struct Derived {
  RuleStorage storage;
  Rule rule;
  Result<void> result;
};

void derive(Derived& d, std::string_view regex, std::uint32_t max_length = 0) {
  d.rule.regex = regex;
  d.rule.max_length = max_length;
  d.result = derive_trigger(d.rule, d.storage);
}

std::vector<std::string> literals(const Rule& rule) {
  std::vector<std::string> texts;
  for (const LiteralTrigger& l : rule.trigger.literals) {
    texts.push_back(std::string(l.text) + (l.caseless ? "/i" : ""));
  }
  std::ranges::sort(texts);
  return texts;
}

TEST(DeriveTrigger, TakesTheLiteralThatTextIsLeastLikelyToHold) {
  using Texts = std::vector<std::string>;
  struct Case {
    const char* regex;
    Texts literals;
  };
  for (const Case& c : {
           Case{"ghp_[A-Za-z0-9]{36}", {"ghp_"}},
           {"gh[po]_[A-Za-z0-9]{36}", {"gho_", "ghp_"}},
           {"[A-Za-z0-9]{52}JQQJ9[9DH][A-Z]{30}", {"JQQJ9"}},
           {"(?i)passwd\\s{0,3}=", {"passwd/i"}},
           {"(?:alpha|omega)[0-9]{9}", {"alpha", "omega"}},
           {"a(?:bc|d)(?:ef){2}", {"efef"}},
           {"key", {"key"}},
       }) {
    Derived d;
    derive(d, c.regex);
    ASSERT_TRUE(d.result) << c.regex << d.result.error().message;
    EXPECT_EQ(literals(d.rule), c.literals) << c.regex;
  }
}

// Where a match may begin anywhere before the literal, each hit costs more.
TEST(DeriveTrigger, PrefersALiteralThatTellsWhereAMatchBegins) {
  Derived variable;
  derive(variable, "ghp_[a-z]{0,900}JQQJ9");
  EXPECT_EQ(literals(variable.rule), std::vector<std::string>{"ghp_"});
  Derived fixed;
  derive(fixed, "ghp_[a-z]{900}JQQJ9");
  EXPECT_EQ(literals(fixed.rule), std::vector<std::string>{"JQQJ9"});
}

TEST(DeriveTrigger, KnowsHowFarAMatchReaches) {
  Derived d;
  derive(d, "[A-Za-z0-9]{52}JQQJ9[9DH][A-Z]{30}");
  ASSERT_TRUE(d.result);
  const Reach reach = d.rule.trigger.literals[0].reach;
  EXPECT_EQ(reach.before, 52U);
  EXPECT_EQ(reach.after, 31U);
  EXPECT_TRUE(reach.fixed_start);
  EXPECT_EQ(d.rule.max_length, 88U);
}

std::string bytes_of(const ByteSet& set) {
  std::string out;
  for (int b = 0; b < 256; ++b) {
    const auto byte = static_cast<unsigned char>(b);
    if (set.contains(byte)) out += static_cast<char>(byte);
  }
  return out;
}

TEST(DeriveTrigger, KnowsWhatStandsAroundALiteral) {
  const std::string all = bytes_of(any_byte());
  struct Case {
    const char* regex;
    std::string before;
    std::string after;
  };
  for (const Case& c : {
           Case{"ghp_[ab]{36}", all, "ab"},
           {"^ghp_[ab]", "", "ab"},
           {"(?:^|[-.])ghp_[ab]", "-.", "ab"},
           {"(?m)(?:^|[-.])ghp_[ab]", all, "ab"},
           {"(?:|[-.])ghp_[ab]", all, "ab"},
           {"x?yghp_ ?=", all, " ="},
           {"[xz](?:y{2}|w)?ghp_(?P<secret>[ab]+)c", "wxyz", "ab"},
           {"(?:[xz]ghp_){2,}=", "xz", "=xz"},
           {"[xz](?:ghp_|glpat)[ab]?$", "xz", all},
           {"\\bghp_[ab]", all, "ab"},
       }) {
    Derived d;
    derive(d, c.regex, 99);
    ASSERT_TRUE(d.result) << c.regex << d.result.error().message;
    for (const LiteralTrigger& literal : d.rule.trigger.literals) {
      EXPECT_EQ(bytes_of(literal.before), c.before) << c.regex << literal.text;
      EXPECT_EQ(bytes_of(literal.after), c.after) << c.regex << literal.text;
    }
  }
}

TEST(DeriveTrigger, TakesARunWhereThereIsNoLiteral) {
  Derived d;
  derive(d, "[a-z2-7]{51}[aq]");
  ASSERT_TRUE(d.result);
  EXPECT_TRUE(d.rule.trigger.literals.empty());
  EXPECT_EQ(d.rule.trigger.run.length, 52U);
  EXPECT_TRUE(d.rule.trigger.run.set.contains('a'));
  EXPECT_FALSE(d.rule.trigger.run.set.contains('8'));
}

TEST(DeriveTrigger, TakesTheShortestRunOfAlternativesAndAllTheirBytes) {
  Derived d;
  derive(d, "(?:[a-f]{20}x|[0-9]{17}(?:y|zz))");
  ASSERT_TRUE(d.result);
  const RunTrigger& run = d.rule.trigger.run;
  EXPECT_EQ(run.length, 17U);
  EXPECT_TRUE(run.set.contains('a'));
  EXPECT_TRUE(run.set.contains('9'));
  EXPECT_EQ(run.reach.after, 21U);
}

TEST(DeriveTrigger, HasNoRunWhereAnAlternativeHasNone) {
  Derived d;
  derive(d, "(?:[a-f]{20}|[0-9]-[0-9])x");
  ASSERT_TRUE(d.result);
  EXPECT_EQ(d.rule.trigger.run.length, 0U);
}

TEST(DeriveTrigger, HasNoneWhereNothingStandsOut) {
  Derived d;
  derive(d, "[0-9]{3}-[0-9]{4}");
  ASSERT_TRUE(d.result);
  EXPECT_TRUE(d.rule.trigger.literals.empty());
  EXPECT_EQ(d.rule.trigger.run.length, 0U);
}

TEST(DeriveTrigger, RefusesWhatCannotBeBounded) {
  struct Case {
    const char* regex;
    std::uint32_t max_length;
    const char* error;
  };
  for (const Case& c : {
           Case{"abc[0-9]+", 0,
                "max_length: needed, because the regex is unbounded"},
           {"abc[0-9]+", 40'000, "max_length: 40000 is more than 32768"},
           {"(?:abc)*", 100, "regex: matches the empty text"},
           {"(abc", 0, "regex: missing )"},
       }) {
    Derived d;
    derive(d, c.regex, c.max_length);
    ASSERT_FALSE(d.result) << c.regex;
    EXPECT_EQ(d.result.error().message, c.error);
  }
}

// The contract, held against RE2: random expressions are matched against
// random text; each match must hold a trigger and lie within its reach.
class RandomRegex {
 public:
  explicit RandomRegex(unsigned seed) : random_(seed) {}

  std::string expression(int depth) {
    std::string out;
    for (int i = 1 + pick(4); i > 0; --i) out += piece(depth);
    return out;
  }
  std::string text(std::size_t size) {
    std::string out;
    while (out.size() < size) out += "abcABC12_"[pick(9)];
    return out;
  }
  int pick(int n) {
    return std::uniform_int_distribution<int>(0, n - 1)(random_);
  }

 private:
  std::string piece(int depth) {
    switch (pick(depth > 0 ? 9 : 5)) {
      case 0:
      case 1:
        return text(1 + static_cast<std::size_t>(pick(5)));
      case 2:
        return "[ab1]";
      case 3:
        return "[a-cA-C]{" + std::to_string(1 + pick(3)) + "," +
               std::to_string(4 + pick(20)) + "}";
      case 4:
        return pick(2) ? "\\b" : ".";
      case 5:
        return "(?:" + expression(depth - 1) + "|" + expression(depth - 1) +
               ")";
      case 6:
        return "(?i:" + expression(depth - 1) + ")";
      case 7:
        return "(" + expression(depth - 1) + ")?";
      default:
        return "(?:" + expression(depth - 1) + "){1," +
               std::to_string(1 + pick(3)) + "}";
    }
  }

  std::mt19937 random_;
};

TEST(DeriveTrigger, EveryMatchHoldsATriggerWithinItsReach) {
  RandomRegex random(1);
  int with_literal = 0;
  int matches = 0;
  for (int round = 0; round < 5'000; ++round) {
    const std::string regex = random.expression(3);
    Derived d;
    derive(d, regex);
    if (!d.result) continue;  // matches the empty text, or is too long
    RE2 re2(regex, RE2::Latin1);
    ASSERT_TRUE(re2.ok()) << regex;
    with_literal += !d.rule.trigger.literals.empty();
    // Dense text, so that short expressions match often.
    const std::string text = random.text(300);
    re2::StringPiece group;
    for (std::size_t from = 0;
         from < text.size() &&
         re2.Match(text, from, text.size(), RE2::UNANCHORED, &group, 1);) {
      ++matches;
      const auto begin = static_cast<std::size_t>(group.data() - text.data());
      const std::size_t end = begin + group.size();
      ASSERT_TRUE(holds_trigger(d.rule, text, begin, end))
          << regex << " matches " << group;
      ASSERT_LE(group.size(), d.rule.max_length) << regex;
      from = begin + 1;
    }
  }
  // The test would be worth nothing if the texts hardly ever matched.
  EXPECT_GT(matches, 5'000);
  EXPECT_GT(with_literal, 1'000);
}

}  // namespace
}  // namespace patrol

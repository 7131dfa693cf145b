#include "scanner/detect/overlap.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <tuple>
#include <vector>

#include "tests/unit/detect/test_detector.h"

namespace patrol {
namespace {

// From the one that yields to all others upwards, but for check digits.
constexpr std::string_view kLadder = R"toml(
[[rules]]
id = "a-generic"
regex = '''abcd'''
generic = true
confidence = "high"
severity = "critical"
[[rules]]
id = "b-medium-low"
regex = '''abcd'''
confidence = "medium"
severity = "low"
[[rules]]
id = "c-medium-high"
regex = '''abcd'''
confidence = "medium"
severity = "high"
[[rules]]
id = "d-high-low"
regex = '''abcd'''
confidence = "high"
severity = "low"
[[rules]]
id = "e-structure"
regex = '''abcd'''
confidence = "low"
severity = "low"
structure = "jwt"
[[rules]]
id = "f-claims"
regex = '''abcd'''
confidence = "low"
severity = "low"
structure = "jwt"
claims = [{ name = "iss", contains = "x" }]
)toml";

Candidate candidate(const RuleSet& rules, std::size_t rule, Span secret,
                    CheckDigits digits = CheckDigits::kNone) {
  Candidate made;
  made.rule = RuleIndex{static_cast<std::uint32_t>(rule)};
  made.trigger = secret.begin;
  made.match = {secret, secret};
  // As if a text had nothing twice.
  made.secret =
      Secret(std::to_string(secret.begin) + "-" + std::to_string(secret.end));
  made.judgement.confidence = rules.rules()[rule].confidence;
  made.judgement.check_digits = digits;
  return made;
}

using Row = std::tuple<std::uint64_t, std::uint64_t, std::uint32_t>;

std::vector<Row> rows(const std::vector<Candidate>& candidates) {
  std::vector<Row> all;
  for (const Candidate& c : candidates) {
    all.emplace_back(c.match.secret.begin, c.match.secret.end,
                     static_cast<std::uint32_t>(c.rule));
  }
  return all;
}

class Overlap : public testing::Test {
 protected:
  Candidate make(std::size_t rule, Span secret,
                 CheckDigits digits = CheckDigits::kNone) const {
    return candidate(t_.rules(), rule, secret, digits);
  }
  std::vector<Row> kept(std::vector<Candidate> candidates) {
    dropped_.clear();
    keep_most_specific(candidates, t_.rules(), dropped_);
    return rows(candidates);
  }

  const TestDetector t_{kLadder};
  std::vector<Dropped> dropped_;
};

TEST_F(Overlap, RanksByWhatIsMostSpecific) {
  for (std::size_t low = 0; low < t_.rules().size(); ++low) {
    for (std::size_t high = low + 1; high < t_.rules().size(); ++high) {
      const Candidate a = make(low, {0, 4});
      const Candidate b = make(high, {0, 4});
      EXPECT_TRUE(outranks(b, a, t_.rules())) << low << high;
      EXPECT_FALSE(outranks(a, b, t_.rules())) << low << high;
    }
  }
}

TEST_F(Overlap, RanksCheckDigitsThatHoldAboveAll) {
  const Candidate generic = make(0, {0, 4}, CheckDigits::kValid);
  const Candidate claims = make(5, {0, 4});
  EXPECT_TRUE(outranks(generic, claims, t_.rules()));
  EXPECT_FALSE(
      outranks(make(0, {0, 4}, CheckDigits::kInvalid), claims, t_.rules()));
}

TEST_F(Overlap, RanksByIdAtLast) {
  const TestDetector twins(
      "[[rules]]\nid = \"b\"\nregex = '''abcd'''\n"
      "[[rules]]\nid = \"a\"\nregex = '''abcd'''\n");
  const Candidate a = candidate(twins.rules(), 0, {0, 4});
  const Candidate b = candidate(twins.rules(), 1, {0, 4});
  EXPECT_TRUE(outranks(a, b, twins.rules()));
  EXPECT_FALSE(outranks(b, a, twins.rules()));
  EXPECT_FALSE(outranks(a, a, twins.rules()));
}

TEST_F(Overlap, KeepsTheBestOfNestedSecretsWhicheverIsLarger) {
  EXPECT_EQ(kept({make(0, {0, 9}), make(5, {2, 6})}),
            (std::vector<Row>{{2, 6, 5}}));
  EXPECT_EQ(kept({make(0, {2, 6}), make(5, {0, 9})}),
            (std::vector<Row>{{0, 9, 5}}));
  EXPECT_EQ(kept({make(0, {0, 9}), make(5, {0, 9})}),
            (std::vector<Row>{{0, 9, 5}}));
  ASSERT_EQ(dropped_.size(), 1U);
  EXPECT_EQ(dropped_[0].rule, RuleIndex{0});
  EXPECT_EQ(dropped_[0].secret, (Span{0, 9}));
  EXPECT_EQ(dropped_[0].reason, Drop::kShadowed);
}

TEST_F(Overlap, KeepsSecretsThatOverlapInPartOrStandApart) {
  EXPECT_EQ(kept({make(5, {4, 9}), make(1, {0, 5}), make(0, {9, 12})}),
            (std::vector<Row>{{0, 5, 1}, {4, 9, 5}, {9, 12, 0}}));
  EXPECT_TRUE(dropped_.empty());
}

TEST_F(Overlap, RemovesRepeatedMatchesInSilence) {
  Candidate later = make(1, {0, 9});
  later.trigger = 3;
  std::vector<Candidate> twice = {later, make(1, {0, 9})};
  keep_most_specific(twice, t_.rules(), dropped_);
  ASSERT_EQ(twice.size(), 1U);
  EXPECT_EQ(twice[0].trigger, 0U) << "the first trigger owns the match";
  EXPECT_TRUE(dropped_.empty());
}

TEST_F(Overlap, KeepsTheLongerOfOneRulesNestedMatches) {
  EXPECT_EQ(kept({make(1, {0, 5}), make(1, {0, 9}), make(1, {4, 9})}),
            (std::vector<Row>{{0, 9, 1}}));
}

TEST_F(Overlap, DropsAGenericSecretThatASpecificOneOverlaps) {
  EXPECT_EQ(kept({make(5, {4, 9}), make(0, {0, 5}), make(0, {8, 12})}),
            (std::vector<Row>{{4, 9, 5}}));
  ASSERT_EQ(dropped_.size(), 2U);
  EXPECT_EQ(dropped_[0].reason, Drop::kShadowed);
}

TEST_F(Overlap, DropsWhatASecretOverlapsWhoseCheckDigitsHold) {
  EXPECT_EQ(kept({make(1, {4, 9}, CheckDigits::kValid), make(5, {0, 5}),
                  make(2, {6, 12}, CheckDigits::kValid)}),
            (std::vector<Row>{{4, 9, 1}, {6, 12, 2}}));
}

// The generic one that ends last before it is not the one it yields to.
TEST_F(Overlap, DropsAGenericSecretBehindAnotherGenericOne) {
  Candidate surer = make(0, {0, 6});
  surer.judgement.confidence = Confidence::kCertain;
  EXPECT_EQ(kept({make(1, {8, 12}), surer, make(0, {5, 9})}),
            (std::vector<Row>{{0, 6, 0}, {8, 12, 1}}));
}

Candidate decoded(Candidate candidate, std::string secret,
                  std::vector<std::string_view> from) {
  candidate.secret = Secret(std::move(secret));
  candidate.decoded_from = std::move(from);
  return candidate;
}

TEST_F(Overlap, KeepsOfOneSecretThatWasReadInSeveralWaysTheLeastDecoded) {
  const Candidate plain = decoded(make(1, {2, 6}), "same", {});
  const Candidate once = decoded(make(1, {0, 8}), "same", {"percent"});
  const Candidate twice = decoded(make(1, {1, 7}), "same", {"hex", "base64"});
  for (const auto& all :
       {std::vector{plain, once, twice}, std::vector{twice, once, plain}}) {
    EXPECT_EQ(kept(all), (std::vector<Row>{{2, 6, 1}}));
    EXPECT_TRUE(dropped_.empty());
  }
}

TEST_F(Overlap, KeepsOneSecretThatStandsAtTwoPlaces) {
  EXPECT_EQ(kept({decoded(make(1, {2, 6}), "same", {}),
                  decoded(make(1, {8, 20}), "same", {"hex"})}),
            (std::vector<Row>{{2, 6, 1}, {8, 20, 1}}));
}

TEST_F(Overlap, KeepsOfDifferentSecretsTheMostDecoded) {
  std::vector<Candidate> both = {decoded(make(0, {0, 9}), "a%2Bb", {}),
                                 decoded(make(0, {0, 9}), "a+b", {"percent"})};
  keep_most_specific(both, t_.rules(), dropped_);
  ASSERT_EQ(both.size(), 1U);
  EXPECT_EQ(both[0].secret.reveal(), "a+b");
}

// Part of a Vault token is base64 and holds what looks like another.
TEST_F(Overlap, KeepsOfOneRuleTheTokenThatHoldsAnotherEncoded) {
  const Candidate token = decoded(make(1, {0, 95}), "outer", {});
  const Candidate within = decoded(make(1, {56, 95}), "inner", {"base64"});
  for (const auto& all :
       {std::vector{token, within}, std::vector{within, token}}) {
    EXPECT_EQ(kept(all), (std::vector<Row>{{0, 95, 1}}));
  }
}

// [0,10) holds [8,10), which lies within [8,12): the last is the best, and the
// first nests with nothing that stays.
TEST_F(Overlap, RemovesNothingForWhatIsItselfRemoved) {
  EXPECT_EQ(kept({make(1, {0, 10}), make(2, {8, 10}), make(5, {8, 12})}),
            (std::vector<Row>{{0, 10, 1}, {8, 12, 5}}));
}

bool nest(const Span& a, const Span& b) {
  return a.contains(b) || b.contains(a);
}

// Does `lesser` go where `better` stays?
bool goes(const Candidate& lesser, const Candidate& better,
          const RuleSet& rules) {
  const Span& a = lesser.match.secret;
  const Span& b = better.match.secret;
  if (nest(a, b)) return true;
  if (a.end <= b.begin || b.end <= a.begin) return false;
  const auto holds = [](const Candidate& c) {
    return c.judgement.check_digits == CheckDigits::kValid;
  };
  return (holds(better) && !holds(lesser)) ||
         (rules[lesser.rule].generic && !rules[better.rule].generic);
}

// The best of what is left, again and again.
std::vector<Row> slowly_kept(std::vector<Candidate> candidates,
                             const RuleSet& rules) {
  std::vector<Candidate> kept;
  std::ranges::sort(candidates, [](const Candidate& a, const Candidate& b) {
    const Span& x = a.match.secret;
    const Span& y = b.match.secret;
    return x.begin != y.begin ? x.begin < y.begin : x.end > y.end;
  });
  while (!candidates.empty()) {
    auto best = candidates.begin();
    for (auto it = candidates.begin(); it != candidates.end(); ++it) {
      if (outranks(*it, *best, rules)) best = it;
    }
    const Candidate chosen = *best;
    std::erase_if(candidates,
                  [&](const Candidate& c) { return goes(c, chosen, rules); });
    kept.push_back(chosen);
  }
  std::vector<Row> all = rows(kept);
  std::ranges::sort(all);
  return all;
}

TEST_F(Overlap, KeepsWhatTheDefinitionKeeps) {
  std::mt19937 random(3);
  for (int round = 0; round < 5'000; ++round) {
    std::vector<Candidate> candidates;
    for (auto n = random() % 12; n > 0; --n) {
      const std::uint64_t begin = random() % 20;
      const std::uint64_t end = begin + 1 + random() % 12;
      const std::size_t rule = random() % t_.rules().size();
      // One secret's check digits hold or do not.
      const bool holds = (begin + end + rule) % 4 == 0;
      candidates.push_back(
          make(rule, {begin, end},
               holds ? CheckDigits::kValid : CheckDigits::kNone));
    }
    const std::vector<Row> expected = slowly_kept(candidates, t_.rules());
    ASSERT_EQ(kept(candidates), expected);
  }
}

}  // namespace
}  // namespace patrol

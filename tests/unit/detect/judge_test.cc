#include "scanner/detect/judge.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "tests/support/tokens.h"
#include "tests/unit/detect/test_detector.h"

namespace patrol {
namespace {

constexpr std::string_view kRules = R"toml(
[[rules]]
id = "checked"
regex = '''[a-z2-7]{51}[aq]'''
checksum = "azure-devops-legacy"
near = ["azdo"]
confidence = "medium"
[[rules]]
id = "plain"
regex = '''[A-Za-z0-9]{20}'''
confidence = "high"
[[rules]]
id = "near"
regex = '''[A-Za-z0-9]{20}'''
near = ["azdo"]
[[rules]]
id = "strict"
regex = '''[A-Za-z0-9]{20}'''
entropy = 4.9
[[rules]]
id = "built"
regex = '''[A-Za-z0-9]{20}'''
structure = "cask"
[[rules]]
id = "assigned"
regex = '''[A-Za-z0-9]{20}'''
structure = "assignment"
confidence = "high"
)toml";

using Verdict = std::variant<Judgement, Drop>;

class JudgeTest : public testing::Test {
 protected:
  // The match is all of `secret`, in its surroundings.
  Verdict judged(std::string_view rule, const std::string& secret,
                 const std::string& before = "", const std::string& after = "",
                 std::uint64_t whole_size = 0) const {
    const std::string text = before + secret + after;
    const Span span{before.size(), before.size() + secret.size()};
    const Span whole = whole_size == 0 ? span : Span{0, whole_size};
    return Judge(t_.rules()).judge(*t_.rules().find(rule), text, {whole, span});
  }

  const TestDetector t_{kRules};
  std::mt19937 random_{1};
  const std::string random_text_ = drawn(random_, kBase62, 20);
};

Drop dropped(const Verdict& verdict) {
  EXPECT_TRUE(std::holds_alternative<Drop>(verdict));
  return std::get<Drop>(verdict);
}

Judgement passed(const Verdict& verdict) {
  EXPECT_TRUE(std::holds_alternative<Judgement>(verdict))
      << to_text(std::get<Drop>(verdict));
  return std::get<Judgement>(verdict);
}

TEST_F(JudgeTest, TakesTheRulesConfidenceWhereThereAreNoCheckDigits) {
  const Judgement judgement = passed(judged("plain", random_text_));
  EXPECT_EQ(judgement.confidence, Confidence::kHigh);
  EXPECT_EQ(judgement.check_digits, CheckDigits::kNone);
}

TEST_F(JudgeTest, IsCertainWhereCheckDigitsHold) {
  const Judgement judgement =
      passed(judged("checked", make_legacy_pat(random_)));
  EXPECT_EQ(judgement.confidence, Confidence::kCertain);
  EXPECT_EQ(judgement.check_digits, CheckDigits::kValid);
}

TEST_F(JudgeTest, AsksNothingElseWhereCheckDigitsHold) {
  EXPECT_EQ(
      passed(judged("checked", make_legacy_pat(random_), "x", "y")).confidence,
      Confidence::kCertain);
}

TEST_F(JudgeTest, IsInDoubtWhereCheckDigitsFail) {
  std::string token = make_legacy_pat(random_);
  token[5] = token[5] == 'b' ? 'c' : 'b';
  const Judgement judgement = passed(judged("checked", token, "AZDO="));
  EXPECT_EQ(judgement.confidence, Confidence::kLow);
  EXPECT_EQ(judgement.check_digits, CheckDigits::kInvalid);
}

TEST_F(JudgeTest, DropsASliceWhoseCheckDigitsFail) {
  std::string token = make_legacy_pat(random_);
  token[5] = token[5] == 'b' ? 'c' : 'b';
  EXPECT_EQ(dropped(judged("checked", token, "azdo x")), Drop::kSlice);
}

TEST_F(JudgeTest, DropsWhatNeedsAWordNear) {
  EXPECT_EQ(dropped(judged("near", random_text_)), Drop::kNoWordNear);
  passed(judged("near", random_text_, "azdo: "));
}

TEST_F(JudgeTest, DropsWhatIsLongerThanItsRuleAllows) {
  EXPECT_EQ(dropped(judged("plain", random_text_, "", " ", 21)),
            Drop::kTooLong);
}

TEST_F(JudgeTest, DropsPlaceholders) {
  EXPECT_EQ(dropped(judged("plain", std::string(20, 'x'))), Drop::kPlaceholder);
}

TEST_F(JudgeTest, DropsWhatIsNotAsRandomAsItsRuleDemands) {
  // Twenty characters have at most log2(20) = 4.3 bits each.
  EXPECT_EQ(dropped(judged("strict", random_text_)), Drop::kNotRandom);
}

TEST_F(JudgeTest, DropsWhatIsNotBuiltAsItShouldBe) {
  EXPECT_EQ(dropped(judged("built", random_text_)), Drop::kStructure);
}

TEST_F(JudgeTest, IsInDoubtWhereTheSurroundingsTellOfASample) {
  const std::string value = "m4Xq81LzT0vKd92eHs7B";
  EXPECT_EQ(passed(judged("assigned", value, "host=db.shop-nl.net\nkey=", ""))
                .confidence,
            Confidence::kMedium);
  EXPECT_EQ(
      passed(judged("assigned", value, "host=db.test\nkey=", "")).confidence,
      Confidence::kLow);
}

TEST_F(JudgeTest, HasATextForEveryReason) {
  for (std::size_t i = 0; i < kDropReasons; ++i) {
    EXPECT_FALSE(to_text(static_cast<Drop>(i)).empty());
  }
}

}  // namespace
}  // namespace patrol

#include "scanner/detect/keyword_gate.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace patrol {
namespace {

Rule with(const std::vector<Text>& keywords) {
  Rule rule;
  rule.keywords = keywords;
  return rule;
}

TEST(KeywordGate, ARuleWithoutKeywordsPasses) {
  KeywordGate gate;
  gate.take("");
  EXPECT_TRUE(gate.lets_pass(Rule()));
}

TEST(KeywordGate, OneOfTheKeywordsInAnyCaseIsEnough) {
  const std::vector<Text> keywords = {"Contoso", "fabrikam"};
  const Rule rule = with(keywords);
  KeywordGate gate;
  gate.take("x = FABRIKAM_KEY");
  EXPECT_TRUE(gate.lets_pass(rule));
}

TEST(KeywordGate, AnswersForTheTextThatItWasGivenLast) {
  const std::vector<Text> keywords = {"one"};
  const Rule rule = with(keywords);
  KeywordGate gate;
  gate.take("one");
  EXPECT_TRUE(gate.lets_pass(rule));
  gate.take("two");
  EXPECT_FALSE(gate.lets_pass(rule));
  gate.take("one");
  EXPECT_TRUE(gate.lets_pass(rule));
}

}  // namespace
}  // namespace patrol

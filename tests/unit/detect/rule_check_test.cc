#include "scanner/detect/rule_check.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/unit/detect/test_detector.h"

namespace patrol {
namespace {

// What is wrong with the first rule of a catalogue of two.
std::vector<std::string> faults(const std::string& examples,
                                const std::string& confidence = "high") {
  const TestDetector t(R"toml(
[[rules]]
id = "a-checked"
regex = '''ka_[a-z]{4,5}'''
confidence = ")toml" + confidence +
                       R"toml("
entropy = -1
)toml" + examples + R"toml(
[[rules]]
id = "b-better"
regex = '''ka_bet[a-z]{2}'''
severity = "critical"
confidence = "high"
entropy = -1
)toml");
  auto found = check_examples(t.detector(), {RuleIndex{0}});
  EXPECT_TRUE(found);
  std::vector<std::string> texts;
  for (const RuleFault& fault : *found) {
    EXPECT_EQ(fault.rule, RuleIndex{0});
    texts.push_back(fault.what);
  }
  return texts;
}

using Texts = std::vector<std::string>;

TEST(RuleCheck, IsContentWhereExamplesAreFoundAndCounterexamplesAreNot) {
  EXPECT_EQ(faults("examples = [\"x ka_qwzv y\"]\n"
                   "counterexamples = [\"ka_qwz\", \"ka\"]\n"),
            Texts{});
}

TEST(RuleCheck, TellsAnExampleThatIsNotFound) {
  EXPECT_EQ(faults("examples = [\"ka_qwzv\", \"kb_qwzv\"]\n"),
            Texts{"example 2 is not found"});
}

TEST(RuleCheck, TellsAnExampleThatNobodyWouldSee) {
  EXPECT_EQ(faults("examples = [\"ka_qwzv\"]\n", "low"),
            Texts{"example 1 is not found"});
}

TEST(RuleCheck, TellsAnExampleThatAnotherRuleNames) {
  EXPECT_EQ(faults("examples = [\"ka_betvw\"]\n"),
            Texts{"example 1 is named by b-better"});
}

TEST(RuleCheck, TellsACounterexampleThatIsFound) {
  EXPECT_EQ(faults("counterexamples = [\"ka_qwz\", \"ka_qwzv\"]\n"),
            Texts{"counterexample 2 is found"});
}

TEST(RuleCheck, LetsAnotherRuleFindACounterexample) {
  EXPECT_EQ(faults("counterexamples = [\"ka_betvw\"]\n"), Texts{});
}

TEST(RuleCheck, CountsWhatIsFoundForOthersAlone) {
  EXPECT_EQ(faults("skipReport = true\nexamples = [\"ka_qwzv\", \"ka\"]\n"
                   "counterexamples = [\"ka_qwz\", \"ka_qwzv\"]\n"),
            (Texts{"example 2 is not found", "counterexample 2 is found"}));
}

TEST(RuleCheck, ShowsNoExample) {
  for (const std::string& text : faults("examples = [\"kb_qwzv\"]\n")) {
    EXPECT_EQ(text.find("qwzv"), std::string::npos);
  }
}

}  // namespace
}  // namespace patrol

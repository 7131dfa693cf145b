#include "scanner/detect/prefilter_onward.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "scanner/rules/trigger.h"
#include "tests/unit/detect/test_detector.h"

namespace patrol {
namespace {

RuleSet rules() {
  Result<RuleSet> rules =
      parse_rules(R"(
[[rules]]
id = "two"
regex = '''(?:xkey|zkey)[0-9]?='''
[[rules]]
id = "run"
regex = '''[a-z2-7]{52}'''
[[rules]]
id = "same"
regex = '''wkey[0-9]?='''
[[rules]]
id = "none"
regex = '''vkey[A-Z]{9}'''
)",
                  "test.toml", load_options(RuleOrigin::kUser));
  EXPECT_TRUE(rules) << rules.error().message;
  return *std::move(rules);
}

TEST(OnwardTable, GivesBackWhatWasDerived) {
  const RuleSet set = rules();
  const std::string bytes = OnwardTable::derive(set) + "rest";
  std::string_view database = bytes;
  const auto table = OnwardTable::take(set, database);
  ASSERT_TRUE(table);
  EXPECT_EQ(database, "rest");
  for (std::uint32_t r = 0; r < set.size(); ++r) {
    const Rule& rule = set.rules()[r];
    const std::vector<Onward> rows = derive_onward(rule);
    for (std::uint32_t i = 0; i < rule.trigger.literals.size(); ++i) {
      const auto steps = table->of(RuleIndex{r}, i);
      EXPECT_EQ(Onward(steps.begin(), steps.end()), rows[i]) << rule.id;
    }
  }
}

TEST(OnwardTable, IsRefusedIfItIsCutAnywhere) {
  const RuleSet set = rules();
  const std::string bytes = OnwardTable::derive(set);
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    std::string_view database = std::string_view(bytes).substr(0, size);
    EXPECT_FALSE(OnwardTable::take(set, database)) << size;
  }
}

TEST(OnwardTable, IsRefusedIfItIsOfFewerLiterals) {
  const RuleSet set = rules();
  const std::string none = OnwardTable::derive(RuleSet({}, ""));
  std::string_view database = none;
  EXPECT_FALSE(OnwardTable::take(set, database));
}

// Whatever the bytes are, no row lies outside.
TEST(OnwardTable, IsWholeOrRefusedWhateverOneByteSays) {
  const RuleSet set = rules();
  const std::string good = OnwardTable::derive(set);
  for (std::size_t at = 0; at < good.size(); ++at) {
    std::string bytes = good;
    bytes[at] = '\xFF';
    std::string_view database = bytes;
    const auto table = OnwardTable::take(set, database);
    if (!table) continue;
    for (std::uint32_t r = 0; r < set.size(); ++r) {
      const auto count = set.rules()[r].trigger.literals.size();
      for (std::uint32_t i = 0; i < count; ++i) {
        EXPECT_LE(table->of(RuleIndex{r}, i).size(), 255U);
      }
    }
  }
}

}  // namespace
}  // namespace patrol

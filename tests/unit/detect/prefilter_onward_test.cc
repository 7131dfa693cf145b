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

std::size_t literals_of(const RuleSet& set) {
  std::size_t count = 0;
  for (const Rule& rule : set.rules()) count += rule.trigger.literals.size();
  return count;
}

TEST(OnwardTable, GivesBackWhatWasDerived) {
  const RuleSet set = rules();
  const std::string bytes = OnwardTable::derive(set) + "rest";
  std::string_view database = bytes;
  const auto table = OnwardTable::take(literals_of(set), database);
  ASSERT_TRUE(table);
  EXPECT_EQ(database, "rest");
  std::uint32_t literal = 0;
  for (const Rule& rule : set.rules()) {
    for (const Onward& row : derive_onward(rule)) {
      const auto steps = table->of(literal++);
      EXPECT_EQ(Onward(steps.begin(), steps.end()), row) << rule.id;
    }
  }
  EXPECT_EQ(literal, literals_of(set));
}

TEST(OnwardTable, IsRefusedIfItIsCutAnywhere) {
  const RuleSet set = rules();
  const std::string bytes = OnwardTable::derive(set);
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    std::string_view database = std::string_view(bytes).substr(0, size);
    EXPECT_FALSE(OnwardTable::take(literals_of(set), database)) << size;
  }
}

TEST(OnwardTable, IsRefusedIfItIsOfFewerLiterals) {
  const RuleSet set = rules();
  const std::string none = OnwardTable::derive(RuleSet({}, ""));
  std::string_view database = none;
  EXPECT_FALSE(OnwardTable::take(literals_of(set), database));
}

// Whatever the bytes are, no row lies outside.
TEST(OnwardTable, IsWholeOrRefusedWhateverOneByteSays) {
  const RuleSet set = rules();
  const std::string good = OnwardTable::derive(set);
  for (std::size_t at = 0; at < good.size(); ++at) {
    std::string bytes = good;
    bytes[at] = '\xFF';
    std::string_view database = bytes;
    const auto table = OnwardTable::take(literals_of(set), database);
    if (!table) continue;
    for (std::uint32_t i = 0; i < literals_of(set); ++i) {
      EXPECT_LE(table->of(i).size(), 255U);
    }
  }
}

}  // namespace
}  // namespace patrol

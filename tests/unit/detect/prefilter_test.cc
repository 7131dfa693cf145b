#include "scanner/detect/prefilter.h"

#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <random>
#include <tuple>

#include "scanner/core/buffer.h"
#include "tests/unit/detect/test_detector.h"

namespace patrol {
namespace {

RuleSet rules_with_literals() {
  Result<RuleSet> rules =
      parse_rules(R"(
[[rules]]
id = "a"
regex = '''xkey_[0-9]{3}'''
[[rules]]
id = "b"
regex = '''(?i)bearer[0-9]{4}'''
[[rules]]
id = "c"
regex = '''xkey_[a-z]{9}'''
)",
                  "test.toml", load_options(RuleOrigin::kUser));
  EXPECT_TRUE(rules) << rules.error().message;
  return *std::move(rules);
}

class PrefilterTest : public testing::TestWithParam<Prefilter::Search> {
 protected:
  PrefilterTest()
      : rules_(rules_with_literals()),
        prefilter_(*Prefilter::load(
            rules_, *Prefilter::compile_portable(rules_), GetParam())),
        scratch_(*prefilter_.make_scratch()) {}

  std::vector<Hit> scan(std::string_view text) {
    std::vector<Hit> hits;
    prefilter_.scan(text, *scratch_, hits);
    return hits;
  }

  RuleSet rules_;
  Prefilter prefilter_;
  Prefilter::ScratchPtr scratch_;
};

TEST_P(PrefilterTest, TellsEveryRuleThatWaitsForALiteral) {
  const PaddedCopy text("x xkey_ y");
  const auto hits = scan(text.view());
  ASSERT_EQ(hits.size(), 2U);
  EXPECT_EQ(rules_[hits[0].rule].id, "a");
  EXPECT_EQ(rules_[hits[1].rule].id, "c");
  EXPECT_EQ(hits[0].begin, 2U);
}

TEST_P(PrefilterTest, HeedsCaseWhereTheExpressionDoes) {
  EXPECT_EQ(scan(PaddedCopy("XKEY_ BeArEr").view()).size(), 1U);
}

TEST_P(PrefilterTest, RefusesADatabaseThatIsNone) {
  EXPECT_FALSE(Prefilter::load(rules_, "not a database", GetParam()));
}

// Debian's Hyperscan 5.4.0 reads past the end of what it scans on CPUs with
// AVX512-VBMI (core/buffer.h). Buffers of every length end kPadding bytes
// before a page that cannot be read.
TEST_P(PrefilterTest, ReadsNoFurtherThanThePadding) {
  constexpr std::size_t kLongest = 8192;
  const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  const std::size_t mapped = kLongest + 2 * page;
  char* memory =
      static_cast<char*>(mmap(nullptr, mapped, PROT_READ | PROT_WRITE,
                              MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
  ASSERT_NE(memory, MAP_FAILED);
  char* guard = memory + mapped - page;
  ASSERT_EQ(mprotect(guard, page, PROT_NONE), 0);
  std::memset(memory, 'r', mapped - page);

  const std::string_view token = "xkey_";
  for (std::size_t length = 0; length <= kLongest; ++length) {
    char* begin = guard - kPadding - length;
    char* end = begin + length;
    if (length >= token.size()) {
      std::memcpy(end - token.size(), token.data(), token.size());
    }
    ASSERT_EQ(scan({begin, length}).size(), length >= token.size() ? 2U : 0U)
        << length;
    std::memset(begin, 'r', length);
  }
  munmap(memory, mapped);
}

INSTANTIATE_TEST_SUITE_P(Both, PrefilterTest,
                         testing::Values(Prefilter::Search::kFastest,
                                         Prefilter::Search::kHyperscan),
                         [](const auto& search) {
                           return search.param == Prefilter::Search::kFastest
                                      ? "Fastest"
                                      : "Hyperscan";
                         });

// By rule, literal and place.
std::vector<std::tuple<RuleIndex, std::uint32_t, std::size_t>> hits_by(
    Prefilter::Search search, std::string_view text) {
  const RuleSet rules = builtin_rules();
  const auto prefilter = Prefilter::load(rules, builtin_database(), search);
  const auto scratch = prefilter->make_scratch();
  std::vector<Hit> hits;
  prefilter->scan(text, **scratch, hits);
  std::vector<std::tuple<RuleIndex, std::uint32_t, std::size_t>> out;
  for (const Hit& hit : hits)
    out.emplace_back(hit.rule, hit.literal, hit.begin);
  std::ranges::sort(out);
  return out;
}

// Text that is full of what the rules look for, whole and cut.
TEST(Prefilter, FindsTheSameInBothWays) {
  std::mt19937 random(1);
  std::string text;
  const RuleSet rules = builtin_rules();
  while (text.size() < 300'000) {
    const auto& rule = rules.rules()[random() % rules.size()];
    const auto literals = rule.trigger.literals;
    if (literals.empty()) continue;
    const std::string_view literal = literals[random() % literals.size()].text;
    text += literal.substr(random() % 3 == 0 ? 1 : 0);
    if (random() % 4 == 0) text += static_cast<char>(random());
    if (random() % 4 == 0) text.back() = static_cast<char>(text.back() ^ 32);
  }
  const PaddedCopy copy(text);
  const auto by_hyperscan = hits_by(Prefilter::Search::kHyperscan, copy.view());
  EXPECT_GT(by_hyperscan.size(), 10'000U);
  EXPECT_EQ(hits_by(Prefilter::Search::kFastest, copy.view()), by_hyperscan);
}

}  // namespace
}  // namespace patrol

#include "scanner/detect/prefilter.h"

#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstring>

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

class PrefilterTest : public testing::Test {
 protected:
  PrefilterTest()
      : rules_(rules_with_literals()),
        prefilter_(
            *Prefilter::load(rules_, *Prefilter::compile_portable(rules_))),
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

TEST_F(PrefilterTest, TellsEveryRuleThatWaitsForALiteral) {
  const PaddedCopy text("x xkey_ y");
  const auto hits = scan(text.view());
  ASSERT_EQ(hits.size(), 2U);
  EXPECT_EQ(rules_[hits[0].rule].id, "a");
  EXPECT_EQ(rules_[hits[1].rule].id, "c");
  EXPECT_EQ(hits[0].begin, 2U);
}

TEST_F(PrefilterTest, HeedsCaseWhereTheExpressionDoes) {
  EXPECT_EQ(scan(PaddedCopy("XKEY_ BeArEr").view()).size(), 1U);
}

TEST_F(PrefilterTest, RefusesADatabaseThatIsNone) {
  EXPECT_FALSE(Prefilter::load(rules_, "not a database"));
}

// Debian's Hyperscan 5.4.0 reads past the end of what it scans on CPUs with
// AVX512-VBMI (core/buffer.h). Buffers of every length end kPadding bytes
// before a page that cannot be read.
TEST_F(PrefilterTest, ReadsNoFurtherThanThePadding) {
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

}  // namespace
}  // namespace patrol

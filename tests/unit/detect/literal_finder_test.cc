#include "scanner/detect/literal_finder.h"

#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cstring>
#include <random>
#include <tuple>

#include "scanner/core/buffer.h"

namespace patrol {
namespace {

using Places = std::vector<LiteralFinder::Place>;

bool same(char a, char b, bool caseless) {
  return a == b ||
         (caseless && std::tolower(static_cast<unsigned char>(a)) ==
                          std::tolower(static_cast<unsigned char>(b)));
}

// Every needle at every place: slow and obvious.
Places slow_places(const std::vector<Needle>& needles, std::string_view text) {
  Places out;
  for (std::uint32_t n = 0; n < needles.size(); ++n) {
    const auto& [needle, caseless] = needles[n];
    for (std::size_t at = 0; at + needle.size() <= text.size(); ++at) {
      const auto matches = [&, caseless = caseless](char a, char b) {
        return same(a, b, caseless);
      };
      if (std::ranges::equal(text.substr(at, needle.size()), needle, matches)) {
        out.push_back({n, at});
      }
    }
  }
  return out;
}

class LiteralFinderTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!LiteralFinder::runs_here()) GTEST_SKIP() << "no AVX512-VBMI2";
  }

  void search_for(std::vector<Needle> needles) {
    needles_ = std::move(needles);
    finder_ = LiteralFinder::make(needles_, plan_windows(needles_));
    ASSERT_TRUE(finder_);
  }

  Places find(std::string_view text) const {
    const PaddedCopy copy(text);
    Places out;
    finder_->find(copy.view(), out);
    std::ranges::sort(out, {}, [](const LiteralFinder::Place& place) {
      return std::tie(place.needle, place.begin);
    });
    return out;
  }

  void expect_slow_places(std::string_view text) const {
    ASSERT_EQ(find(text), slow_places(needles_, text)) << text;
  }

  std::vector<Needle> needles_;
  std::optional<LiteralFinder> finder_;
};

TEST_F(LiteralFinderTest, FindsEveryNeedleAtEveryPlaceOfABlock) {
  search_for({{"key", false}, {"glpat-", false}, {"sEcret=", true}});
  for (std::size_t before = 0; before < 140; ++before) {
    const std::string padding(before, '.');
    for (const std::string_view text : {"key", "glpat-", "SecReT="}) {
      expect_slow_places(padding + std::string(text));
      expect_slow_places(padding + std::string(text) + ".");
      EXPECT_EQ(find(padding + std::string(text)).size(), 1U);
    }
  }
}

TEST_F(LiteralFinderTest, FindsOverAllBordersOfALongText) {
  search_for({{"hf_", false}, {"ghp_", false}, {"xoxb-1", false}});
  std::string text;
  while (text.size() < 20'000) text += "ghp_hf_xoxb-1.ghp";
  expect_slow_places(text);
}

TEST_F(LiteralFinderTest, FindsNoPartOfANeedleAtTheEnd) {
  search_for({{"abc", false}, {"abcdefgh", false}});
  for (const std::string_view text : {"", "a", "ab", "abc", "abcdefg"}) {
    expect_slow_places(text);
  }
}

// What lies behind the end is no text, also if it goes on as a needle does.
TEST_F(LiteralFinderTest, ReadsNothingIntoThePadding) {
  search_for({{"abcd", false}});
  const PaddedCopy text("abcd");
  Places out;
  finder_->find(text.view().substr(0, 3), out);
  EXPECT_TRUE(out.empty());
}

TEST_F(LiteralFinderTest, TellsBytesApartThatShareTheirLowSixBits) {
  search_for({{"pqrs", false}});
  EXPECT_TRUE(find("0123").empty());
  EXPECT_TRUE(find("\xB0\xB1\xB2\xB3").empty());
  EXPECT_EQ(find("0123pqrs").size(), 1U);
}

TEST_F(LiteralFinderTest, FoldsLettersAlone) {
  search_for({{"[a]", true}, {"a_b", true}});
  EXPECT_EQ(find("[A] [a] {a}").size(), 2U);
  EXPECT_EQ(find("A_B A\x7F\x42").size(), 1U);
}

TEST_F(LiteralFinderTest, FindsTwoNeedlesThatAreOneAnothersBeginning) {
  search_for({{"sk-", false}, {"sk-ant", false}, {"SK-ANT", true}});
  EXPECT_EQ(find("sk-ant").size(), 3U);
}

TEST_F(LiteralFinderTest, FindsWhatLookingEverywhereFinds) {
  std::mt19937 random(1);
  const auto draw = [&](std::size_t length, std::string_view alphabet) {
    std::string out(length, ' ');
    for (char& c : out) c = alphabet[random() % alphabet.size()];
    return out;
  };
  for (int round = 0; round < 300; ++round) {
    const std::string_view alphabet =
        round % 2 ? "abAB_-" : "ab\xE2\xFF\x01 Zz";
    std::vector<std::string> texts;
    for (std::size_t n = 1 + random() % 200; n > 0; --n) {
      texts.push_back(draw(3 + random() % 7, alphabet));
    }
    std::vector<Needle> needles;
    for (const std::string& text : texts)
      needles.push_back({text, random() % 3 == 0});
    search_for(needles);
    expect_slow_places(draw(random() % 700, alphabet));
  }
}

TEST_F(LiteralFinderTest, ReadsNoFurtherThanThePadding) {
  search_for({{"xkey_", false}});
  constexpr std::size_t kLongest = 8192;
  const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  const std::size_t mapped = kLongest + 2 * page;
  char* memory =
      static_cast<char*>(mmap(nullptr, mapped, PROT_READ | PROT_WRITE,
                              MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
  ASSERT_NE(memory, MAP_FAILED);
  char* guard = memory + mapped - page;
  ASSERT_EQ(mprotect(guard, page, PROT_NONE), 0);
  std::memset(memory, 'x', mapped - page);
  for (std::size_t length = 5; length <= kLongest; ++length) {
    char* end = guard - kPadding;
    std::memcpy(end - 5, "xkey_", 5);
    Places out;
    finder_->find({end - length, length}, out);
    ASSERT_EQ(out.size(), 1U) << length;
  }
  munmap(memory, mapped);
}

TEST_F(LiteralFinderTest, RefusesAPlanOfOtherNeedles) {
  const std::vector<Needle> needles = {{"key", false}, {"token", false}};
  const std::string plan = plan_windows(needles);
  EXPECT_FALSE(LiteralFinder::make(needles, plan.substr(1)));
  EXPECT_FALSE(LiteralFinder::make(needles, plan + plan));
  std::string beyond = plan;
  beyond[0] = 1;  // leaves two bytes of "key"
  EXPECT_FALSE(LiteralFinder::make(needles, beyond));
  std::string bucket = plan;
  bucket[1] = '\xFF';
  EXPECT_FALSE(LiteralFinder::make(needles, bucket));
}

}  // namespace
}  // namespace patrol

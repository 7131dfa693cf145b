#include "scanner/rules/source_text.h"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <string_view>

namespace patrol {
namespace {

double chance(std::string_view text) { return chance_of(text, false); }

TEST(ChanceOf, IsHigherForWhatProgramsAreFullOf) {
  EXPECT_GT(chance("valu"), 10 * chance("cret"));
  EXPECT_GT(chance("return"), 10 * chance("JQQJ9"));
  EXPECT_GT(chance("key"), 10 * chance("pwd"));
}

// In a million bytes, counted in seven languages by `grep -o`.
TEST(ChanceOf, IsOfTheOrderOfWhatWasCounted) {
  const auto expect_near = [](std::string_view text, double counted) {
    EXPECT_GT(chance_of(text, true) * 1e6, counted / 3) << text;
    EXPECT_LT(chance_of(text, true) * 1e6, counted * 3) << text;
  };
  expect_near("valu", 750);
  expect_near("etva", 8);
  expect_near("cret", 27);
}

TEST(ChanceOf, KnowsWordsThatAreJoined) {
  EXPECT_GT(chance("_key"), 5 * chance("h_ke"));
}

TEST(ChanceOf, IsNoHigherForALongerText) {
  for (const std::string_view text :
       {"password", "api_keys", "JQQJ9", "---BE"}) {
    for (std::size_t size = 4; size < text.size(); ++size) {
      EXPECT_LE(chance(text.substr(0, size + 1)), chance(text.substr(0, size)));
    }
  }
}

TEST(ChanceOf, IsNoLowerIfBothCasesMatch) {
  for (const std::string_view text : {"token", "AKIA", "://", "x-y"}) {
    EXPECT_GE(chance_of(text, true), chance_of(text, false)) << text;
  }
}

// What may stand behind a byte stands there: each row of the table is a
// distribution, but for what rounding to powers of two does.
TEST(ChanceOf, AddsUpToOneOverAllThatFollows) {
  for (unsigned six = 0; six < 64; ++six) {
    const std::array<Sixes, 1> one{Sixes{1} << six};
    double sum = 0;
    for (unsigned next = 0; next < 64; ++next) {
      const std::array<Sixes, 2> pair{one[0], Sixes{1} << next};
      sum += chance_of(pair);
    }
    EXPECT_NEAR(sum / chance_of(one), 1, 0.35) << six;
  }
}

TEST(ChanceOf, AsksNothingOfWhatMayBeAnything) {
  const std::array<Sixes, 2> any_behind{sixes_of('q', false), kAnySix};
  const std::array<Sixes, 1> alone{sixes_of('q', false)};
  EXPECT_DOUBLE_EQ(chance_of(any_behind), chance_of(alone));
}

TEST(ChanceOf, IsOneForNoText) {
  EXPECT_DOUBLE_EQ(chance_of(std::span<const Sixes>()), 1);
}

TEST(SixesOf, HoldBothCasesOfALetterAlone) {
  EXPECT_EQ(sixes_of('k', false), Sixes{1} << ('k' & 63));
  EXPECT_EQ(sixes_of('k', true), sixes_of('k', false) | sixes_of('K', false));
  EXPECT_EQ(sixes_of('-', true), sixes_of('-', false));
}

}  // namespace
}  // namespace patrol

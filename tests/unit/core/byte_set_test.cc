#include "scanner/core/byte_set.h"

#include <gtest/gtest.h>
#include <re2/re2.h>

#include <string>

namespace patrol {
namespace {

bool matches(const RE2& re2, unsigned char b) {
  const char c = static_cast<char>(b);
  return RE2::FullMatch(re2::StringPiece(&c, 1), re2);
}

void expect_same_bytes(const ByteSet& set, const std::string& expression) {
  const RE2 re2(expression, RE2::Latin1);
  ASSERT_TRUE(re2.ok()) << expression;
  for (int b = 0; b < 256; ++b) {
    const auto byte = static_cast<unsigned char>(b);
    EXPECT_EQ(set.contains(byte), matches(re2, byte)) << expression << ' ' << b;
  }
}

TEST(NamedClass, HoldsTheBytesThatRe2SaysItHolds) {
  for (const std::string name :
       {"alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph", "lower",
        "print", "punct", "space", "upper", "word", "xdigit"}) {
    ASSERT_TRUE(named_class(name)) << name;
    expect_same_bytes(*named_class(name), "[[:" + name + ":]]");
    expect_same_bytes(named_class(name)->complement(), "[[:^" + name + ":]]");
  }
  for (const std::string name : {"d", "s", "w"}) {
    ASSERT_TRUE(named_class(name)) << name;
    expect_same_bytes(*named_class(name), "(?s)\\" + name);
  }
}

TEST(NamedClass, IsNothingForOtherNames) {
  for (std::string_view name : {"", "D", "Digit", "digits", "b", "alnu"}) {
    EXPECT_FALSE(named_class(name)) << name;
  }
}

TEST(ByteSet, HoldsWhatWasAdded) {
  ByteSet set;
  for (int b : {0, 63, 64, 127, 128, 255}) {
    const auto byte = static_cast<unsigned char>(b);
    EXPECT_FALSE(set.contains(byte));
    set.add(byte);
    EXPECT_TRUE(set.contains(byte));
    EXPECT_FALSE(set.complement().contains(byte));
  }
  EXPECT_FALSE(set.contains(1));
  set.add_range(250, 255);
  EXPECT_TRUE(set.contains(250));
  EXPECT_FALSE(set.contains(249));
}

TEST(ByteSet, KnowsSubsets) {
  ByteSet digits;
  digits.add_range('0', '9');
  ByteSet hex = digits;
  hex.add_range('a', 'f');
  EXPECT_TRUE(digits.is_subset_of(hex));
  EXPECT_TRUE(digits.is_subset_of(digits));
  EXPECT_FALSE(hex.is_subset_of(digits));
  digits.add_all(hex);
  EXPECT_EQ(digits, hex);
}

TEST(ByteSet, AddsTheOtherCaseOfLettersAlone) {
  ByteSet set;
  for (char b : {'a', 'Z', '@', '[', '`', '{', '1'}) {
    set.add(static_cast<unsigned char>(b));
  }
  ByteSet expected = set;
  expected.add('A');
  expected.add('z');
  add_other_case(set);
  EXPECT_EQ(set, expected);
}

}  // namespace
}  // namespace patrol

#include "scanner/core/utf8.h"

#include <gtest/gtest.h>

namespace patrol {
namespace {

TEST(Utf8, ReadsFirstAndLastOfEachLength) {
  for (const char32_t value :
       {U'\0', U'\x7F', U'\x80', U'\x7FF', U'\x800', U'\xD7FF', U'\xE000',
        U'\xFFFF', U'\x10000', U'\x10FFFF'}) {
    std::string text;
    append_utf8(value, text);
    const CodePoint point = first_code_point(text + "x");
    EXPECT_TRUE(point.valid) << std::hex << static_cast<unsigned>(value);
    EXPECT_EQ(point.value, value);
    EXPECT_EQ(point.size, text.size());
  }
}

TEST(Utf8, WritesWhatTheCompilerWrites) {
  std::string text;
  for (const char32_t value : U"a\u00e9\u20ac\U0001f600") {
    if (value != 0) append_utf8(value, text);
  }
  EXPECT_EQ(text, "a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80");
}

TEST(Utf8, TakesABrokenSequenceByteByByte) {
  for (const std::string_view text : {
           "\x80", "\xbf",                     // continuation without a lead
           "\xc0\xaf", "\xc1\xbf",             // overlong, two bytes
           "\xe0\x80\xaf",                     // overlong, three
           "\xf0\x80\x80\xaf",                 // overlong, four
           "\xed\xa0\x80",                     // surrogate
           "\xf4\x90\x80\x80",                 // past U+10FFFF
           "\xf5\x80\x80\x80",                 // no lead
           "\xff", "\xe2\x82", "\xe2\x28\xa1"  // none, cut off, wrong second
       }) {
    const CodePoint point = first_code_point(text);
    EXPECT_FALSE(point.valid) << text;
    EXPECT_EQ(point.size, 1u);
    EXPECT_EQ(point.value, static_cast<unsigned char>(text[0]));
    EXPECT_FALSE(is_utf8(text));
  }
}

TEST(Utf8, AcceptsTextAndTheEmptyText) {
  EXPECT_TRUE(is_utf8(""));
  EXPECT_TRUE(
      is_utf8("Gr\xc3\xbc\xc3\x9f"
              "e \xe2\x82\xac"));
  EXPECT_FALSE(
      is_utf8("Gr\xfc\xdf"
              "e"));
}

}  // namespace
}  // namespace patrol

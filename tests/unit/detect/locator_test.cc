#include "scanner/detect/locator.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace patrol {
namespace {

constexpr std::string_view kMark = "\xEF\xBB\xBF";

TEST(Locator, CountsBytesAndLinesOfText) {
  Locator locator(BlobClass::kText, false);
  EXPECT_EQ(locator.offset_after("ab"), 2U);
  locator.advance("ab\n\xC3\xA4");
  EXPECT_EQ(locator.offset(), 5U);
  EXPECT_EQ(locator.position(), (Position{2, 2}));
}

TEST(Locator, CountsUnitsOfUtf16) {
  for (BlobClass wide : {BlobClass::kUtf16Le, BlobClass::kUtf16Be}) {
    Locator locator(wide, true);
    EXPECT_EQ(locator.offset(), 2U);
    locator.advance("a\xE2\x82\xAC\n");
    EXPECT_EQ(locator.offset(), 8U);
    EXPECT_EQ(locator.offset_after("\xF0\x9F\x94\x91"), 12U);
    EXPECT_EQ(locator.position(), (Position{2, 1}));
    EXPECT_EQ(Locator(wide, false).offset(), 0U);
  }
}

TEST(Locator, GivesAByteOrderMarkNoColumn) {
  Locator locator(BlobClass::kText, false);
  locator.advance(std::string(kMark) + "key");
  EXPECT_EQ(locator.offset(), 6U);
  EXPECT_EQ(locator.position(), (Position{1, 4}));
}

TEST(Locator, TakesOneMarkAtTheStartForOne) {
  const std::string text = std::string(kMark) + std::string(kMark) + "x";
  Locator whole(BlobClass::kText, false);
  whole.advance(text);
  EXPECT_EQ(whole.position(), (Position{1, 3}));
  for (std::size_t split : {0U, 3U, 6U, 7U}) {
    Locator locator(BlobClass::kText, false);
    locator.advance(text.substr(0, split));
    locator.advance(text.substr(split));
    EXPECT_EQ(locator.position(), whole.position()) << split;
    EXPECT_EQ(locator.offset(), whole.offset()) << split;
  }
}

}  // namespace
}  // namespace patrol

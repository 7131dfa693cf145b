#include "scanner/detect/blob_class.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace patrol {
namespace {

const std::string kNul(1, '\0');

std::string wide(std::string_view ascii, bool big) {
  std::string text;
  for (char c : ascii) text += big ? kNul + c : c + kNul;
  return text;
}

TEST(Classify, TakesTextOfAnyEightBitEncodingForText) {
  EXPECT_EQ(classify(""), BlobClass::kText);
  EXPECT_EQ(classify("int main() {}\n"), BlobClass::kText);
  EXPECT_EQ(classify("\xEF\xBB\xBFkey"), BlobClass::kText);
  EXPECT_EQ(classify("caf\xE9 \x80\xFF\x01"), BlobClass::kText);
}

TEST(Classify, KnowsUtf16ByItsMark) {
  EXPECT_EQ(classify("\xFF\xFE"), BlobClass::kUtf16Le);
  EXPECT_EQ(classify("\xFE\xFF"), BlobClass::kUtf16Be);
  EXPECT_EQ(classify("\xFF\xFE" + wide("key", false)), BlobClass::kUtf16Le);
  EXPECT_EQ(classify("\xFE\xFF" + wide("key", true)), BlobClass::kUtf16Be);
}

TEST(Classify, KnowsUtf16WithoutAMark) {
  EXPECT_EQ(classify(wide("password", false)), BlobClass::kUtf16Le);
  EXPECT_EQ(classify(wide("password", true)), BlobClass::kUtf16Be);
  EXPECT_EQ(classify(wide("password", false) + "x"), BlobClass::kUtf16Le);
  EXPECT_EQ(classify(wide("passwor", false)), BlobClass::kBinary) << "short";
}

TEST(Classify, AllowsALittleOfAnotherScriptInUtf16) {
  const std::string nine = wide("nine of t", false);
  EXPECT_EQ(classify(nine + "\xAC\x20"), BlobClass::kUtf16Le);
  EXPECT_EQ(classify(nine + nine + "\xAC\x20\xAC\x20\xAC\x20\xAC\x20"),
            BlobClass::kBinary);
}

TEST(Classify, TakesTwoNulsInAPairForBinary) {
  EXPECT_EQ(classify(wide("password", false) + kNul + kNul),
            BlobClass::kBinary);
  EXPECT_EQ(classify(std::string(64, '\0')), BlobClass::kBinary);
}

TEST(Classify, TakesUtf32ForBinary) {
  EXPECT_EQ(classify(std::string("\xFF\xFE\0\0k\0\0\0", 8)),
            BlobClass::kBinary);
}

TEST(Classify, LooksAsFarAsGitDoes) {
  const std::string text(kClassifiedBytes - 1, 'x');
  EXPECT_EQ(classify(text + kNul), BlobClass::kBinary);
  EXPECT_EQ(classify(text + "x" + kNul), BlobClass::kText);
}

}  // namespace
}  // namespace patrol

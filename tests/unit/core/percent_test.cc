#include "scanner/core/percent.h"

#include <gtest/gtest.h>

namespace patrol {
namespace {

TEST(PercentDecoded, LeavesAloneWhatIsNotEncoded) {
  EXPECT_EQ(percent_decoded("a%2Fb%3d%"), "a/b=%");
  EXPECT_EQ(percent_decoded("%4"), "%4");
  EXPECT_EQ(percent_decoded("%zz%41"), "%zzA");
}

TEST(PercentEncoded, LeavesWhatNoUrlMistakes) {
  EXPECT_EQ(percent_encoded("aZ09-._~"), "aZ09-._~");
}

TEST(PercentEncoded, EncodesAllElseByteByByte) {
  EXPECT_EQ(percent_encoded("a/b?c=d&e%"), "a%2Fb%3Fc%3Dd%26e%25");
  EXPECT_EQ(percent_encoded("\r\n\xC3\xBC"), "%0D%0A%C3%BC");
}

}  // namespace
}  // namespace patrol

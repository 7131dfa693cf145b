#include "scanner/core/percent.h"

#include <gtest/gtest.h>

namespace patrol {
namespace {

TEST(PercentDecoded, LeavesAloneWhatIsNotEncoded) {
  EXPECT_EQ(percent_decoded("a%2Fb%3d%"), "a/b=%");
  EXPECT_EQ(percent_decoded("%4"), "%4");
  EXPECT_EQ(percent_decoded("%zz%41"), "%zzA");
}

}  // namespace
}  // namespace patrol

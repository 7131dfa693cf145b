#include "scanner/detect/azure_devops_legacy.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/support/joined.h"

namespace patrol {
namespace {

const std::string kUserToken =
    joined({"3llw7cogvsxeoi4h54uw", "ql4tdbzwlzqhs6wkldm6", "w4axyuiyvrfq"});
const std::string kApplicationToken =
    joined({"r5wr523g2tlw7w6aj2gb", "kk67lghscvumhpbon7gm", "wbksrozd2paa"});

TEST(LegacyPat, TellsWhomItWasIssuedFor) {
  const Facts user = {{"kind", "user token"}};
  const Facts application = {{"kind", "application token"}};
  EXPECT_EQ(read_legacy_pat(kUserToken, Rule{}), user);
  EXPECT_EQ(read_legacy_pat(kApplicationToken, Rule{}), application);
}

TEST(LegacyPat, HasNoFactWhereTheDigitsDoNotHold) {
  std::string old = kUserToken;
  old[10] = old[10] == 'a' ? 'b' : 'a';
  EXPECT_EQ(read_legacy_pat(old, Rule{}), Facts{});
}

TEST(LegacyPat, RefusesWhat32BytesDoNotEncodeTo) {
  EXPECT_FALSE(read_legacy_pat(kUserToken.substr(0, 51) + "b", Rule{}));
  EXPECT_FALSE(read_legacy_pat(kUserToken.substr(0, 51) + "9", Rule{}));
  EXPECT_FALSE(read_legacy_pat(kUserToken.substr(1), Rule{}));
}

}  // namespace
}  // namespace patrol

#include "scanner/detect/npmrc_carrier.h"

#include <gtest/gtest.h>

#include <string>

namespace patrol {
namespace {

// What is said of TOKEN; empty: nothing.
std::string registry(std::string_view text) {
  const std::size_t at = text.find("TOKEN");
  Facts facts;
  read_npmrc_carrier({text, {at, at + 5}, nullptr}, facts);
  return facts.empty() ? "" : facts.front().second;
}

TEST(NpmrcCarrier, ReadsTheLine) {
  EXPECT_EQ(registry("//a.shop.net/:_authToken=x\n"
                     "//npm.shop.net:8443/repository/team/:_authToken=TOKEN"),
            "npm.shop.net:8443/repository/team");
  EXPECT_EQ(registry("npm config set //npm.shop.net/:_authToken \"TOKEN\""),
            "npm.shop.net");
}

TEST(NpmrcCarrier, ReadsTheFileWhereTheLineNamesNone) {
  EXPECT_EQ(registry("@team:registry=https://b.net/\n"
                     "registry = https://npm.shop.net/\n_authToken=TOKEN\n"),
            "npm.shop.net");
  EXPECT_EQ(registry("_auth=TOKEN\nregistry=https://npm.shop.net"),
            "npm.shop.net");
}

TEST(NpmrcCarrier, SaysNothingWithoutARegistry) {
  EXPECT_EQ(registry("NPM=TOKEN"), "");
  EXPECT_EQ(registry("https://a.net/ TOKEN"), "");
  EXPECT_EQ(registry("registry=http://a.net/\n_authToken=TOKEN"), "");
  EXPECT_EQ(registry("//" + std::string(300, 'a') + "/:_auth=TOKEN"), "");
}

}  // namespace
}  // namespace patrol

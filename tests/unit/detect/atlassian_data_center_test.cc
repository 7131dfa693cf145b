#include "scanner/detect/atlassian_data_center.h"

#include <gtest/gtest.h>

#include <string>

#include "scanner/core/codec.h"

namespace patrol {
namespace {

bool reads(std::string_view prefix, std::string_view bytes) {
  return read_atlassian_data_center(std::string(prefix) + encode_base64(bytes),
                                    Rule{})
      .has_value();
}

const std::string kRandom = std::string(19, '\x9E') + "r";

TEST(AtlassianDataCenter, TakesANumberAColonAndRandomBytes) {
  EXPECT_TRUE(reads("", "774915203864:" + kRandom));
  EXPECT_TRUE(reads("BBDC-", "774915203864:" + kRandom));
  EXPECT_TRUE(reads("", "1000:" + kRandom));
}

TEST(AtlassianDataCenter, RefusesOtherContent) {
  EXPECT_FALSE(reads("", "774:" + kRandom));
  EXPECT_FALSE(reads("", ":" + kRandom));
  EXPECT_FALSE(reads("", "774915203864" + kRandom));
  EXPECT_FALSE(reads("", "77491520386x:" + kRandom));
  EXPECT_FALSE(reads("", "774915203864:" + kRandom.substr(1)));
  EXPECT_FALSE(reads("", "774915203864"));
  EXPECT_FALSE(reads("BBDX-", "774915203864:" + kRandom));
}

}  // namespace
}  // namespace patrol

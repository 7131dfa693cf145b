#include "scanner/detect/published_sample.h"

#include <gtest/gtest.h>

#include <string>

namespace patrol {
namespace {

const std::string kSamples[] = {
    "sk_test"
    "_4eC39HqLyjWDarjtT1zdp7dc",
    "sk_test"
    "_BQokikJOvBiI2HlWgH4olfQ2",
    "sk_test"
    "_26PHem9AhJZvU623DfE1x4sd",
    "110201543:AA"
    "HdqTcvCH1vGWJxfSeofSAs0K5PALDsaw",
    "MTk4NjIyNDgzNDcxOTI1MjQ4"
    ".Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs",
    "NzkyNzE1NDU0MTk2MDg4ODQy"
    ".X-hvzA.Ovy4MCQywSkoMRRclStW4xAYK7I",
    "AQBHCbtT6APDHhAA5W00"
    "cBchwkQjh3dkKsyPjw",
    "qACMD09OJ"
    "XBxT7XOwv9v",
};

TEST(PublishedSample, KnowsTokensOfManuals) {
  for (const std::string& sample : kSamples) {
    EXPECT_TRUE(is_published_sample(sample));
  }
}

TEST(PublishedSample, KnowsNothingElse) {
  EXPECT_FALSE(is_published_sample(""));
  for (const std::string& sample : kSamples) {
    EXPECT_FALSE(is_published_sample(sample + "a"));
    EXPECT_FALSE(is_published_sample(sample.substr(1)));
    std::string typo = sample;
    typo.back() = typo.back() == 'a' ? 'b' : 'a';
    EXPECT_FALSE(is_published_sample(typo));
  }
}

}  // namespace
}  // namespace patrol

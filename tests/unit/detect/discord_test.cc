#include "scanner/detect/discord.h"

#include <gtest/gtest.h>

#include <string>

#include "scanner/core/codec.h"

namespace patrol {
namespace {

std::string token(std::string_view id) {
  std::string first = encode_base64(id);
  first.erase(first.find_last_not_of('=') + 1);
  return first + ".GaBcDe.hash";
}

// The first is the example of Discord's own description of snowflakes.
TEST(Discord, TellsAccountAndDayOfRegistration) {
  EXPECT_EQ(
      read_discord(token("175928847299117063"), Rule{}),
      (Facts{{"account", "175928847299117063"}, {"registered", "2016-04-30"}}));
  EXPECT_EQ(read_discord(token("1000000000000000000"), Rule{}),
            (Facts{{"account", "1000000000000000000"},
                   {"registered", "2022-07-22"}}));
}

TEST(Discord, RefusesWhatIsNoId) {
  for (const char* id :
       {"", "1759288472991170", "175928847299117063000", "0175928847299117063",
        "17592884729911706x", "99999999999999999999", "-75928847299117063"}) {
    EXPECT_FALSE(read_discord(token(id), Rule{})) << id;
  }
}

TEST(Discord, NeedsADotBehindTheId) {
  EXPECT_FALSE(read_discord("MTc1OTI4ODQ3Mjk5MTE3MDYz", Rule{}));
}

}  // namespace
}  // namespace patrol

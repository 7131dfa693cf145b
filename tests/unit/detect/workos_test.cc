#include "scanner/detect/workos.h"

#include <gtest/gtest.h>

#include <string>

#include "scanner/core/codec.h"
#include "tests/support/joined.h"

namespace patrol {
namespace {

// Made for these tests.
constexpr std::string_view kId = "key_01J8Z3V5K6QWERTY0123456789";
const std::string kSecret = joined({"hQ7mZc2Xk", "D9fTb4RwY", "s1LnVp8"});

std::string key(std::string_view text) {
  std::string encoded = encode_base64(text);
  encoded.erase(encoded.find_last_not_of('=') + 1);
  return joined({"sk", "_live_", encoded});
}

std::optional<Facts> read(std::string_view text) {
  return read_workos(key(text), Rule{});
}

TEST(WorkOs, TellsTheIdOfTheKeyAndWhenItWasMade) {
  EXPECT_EQ(
      read(joined({kId, ",", kSecret})),
      (Facts{{"key", std::string(kId)}, {"created", "2024-09-29T14:44:36Z"}}));
}

TEST(WorkOs, RefusesOtherText) {
  EXPECT_FALSE(read(joined({kId, ",", "short"})));
  EXPECT_FALSE(read(joined({kId, ";", kSecret})));
  EXPECT_FALSE(read(joined({kId, "0,", kSecret})));
  EXPECT_FALSE(read(joined({"kex_", kId.substr(4), ",", kSecret})));
  EXPECT_FALSE(read(joined({"key_01J8Z3V5K6QWERTU0123456789,", kSecret})));
}

TEST(WorkOs, RefusesWhatIsNoBase64) {
  EXPECT_FALSE(read_workos("", Rule{}));
  EXPECT_FALSE(read_workos(joined({"sk", "_live_a"}), Rule{}));
  EXPECT_FALSE(read_workos(joined({"sk", "_live_!!!!"}), Rule{}));
}

}  // namespace
}  // namespace patrol

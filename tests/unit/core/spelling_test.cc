#include "scanner/core/spelling.h"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace patrol {
namespace {

constexpr std::array<std::string_view, 5> kWords = {"id", "tags", "severity",
                                                    "secretGroup", "structure"};

TEST(Closest, FindsOneLetterLeftOutAddedOrChanged) {
  EXPECT_EQ(closest("sevrity", kWords), "severity");
  EXPECT_EQ(closest("severityy", kWords), "severity");
  EXPECT_EQ(closest("saverity", kWords), "severity");
  EXPECT_EQ(closest("tag", kWords), "tags");
}

TEST(Closest, FindsAnotherWayOfWriting) {
  EXPECT_EQ(closest("secret_group", kWords), "secretGroup");
}

TEST(Closest, IsSilentWhereAllIsFar) {
  EXPECT_EQ(closest("colour", kWords), "");
  EXPECT_EQ(closest("xd", kWords), "");
  EXPECT_EQ(closest("", kWords), "");
  EXPECT_EQ(closest(std::string(100000, 's'), kWords), "");
}

TEST(Closest, KnowsTheWordItself) { EXPECT_EQ(closest("id", kWords), "id"); }

}  // namespace
}  // namespace patrol

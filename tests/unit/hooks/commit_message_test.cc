#include "scanner/hooks/commit_message.h"

#include <gtest/gtest.h>

#include <string>

namespace patrol {
namespace {

const std::string kScissors =
    " ------------------------ >8 ------------------------\n";

TEST(MessageIn, EndsAtTheScissors) {
  EXPECT_EQ(message_in("Fix it\n#" + kScissors + "# more\n-old\n"), "Fix it\n");
}

TEST(MessageIn, KnowsTheScissorsBehindAnyComment) {
  EXPECT_EQ(message_in("Fix it\n;" + kScissors + "-old\n"), "Fix it\n");
  EXPECT_EQ(message_in("Fix it\n//" + kScissors + "-old\n"), "Fix it\n");
}

TEST(MessageIn, HasComments) {
  EXPECT_EQ(message_in("Fix it\n# why\n"), "Fix it\n# why\n");
}

TEST(MessageIn, IsNotCutInALineThatQuotesTheScissors) {
  const std::string text = "The line is \"#" + kScissors + "and more\n";
  EXPECT_EQ(message_in(text), text);
}

TEST(MessageIn, MayBeEmpty) {
  EXPECT_EQ(message_in(""), "");
  EXPECT_EQ(message_in("#" + kScissors), "");
}

}  // namespace
}  // namespace patrol

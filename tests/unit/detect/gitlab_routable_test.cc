// The check digits are tested with the others, in checksum_test.cc.
#include "scanner/detect/gitlab_routable.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/support/base64url.h"

namespace patrol {
namespace {

std::string two_base36(std::size_t value) {
  constexpr std::string_view kDigits = "0123456789abcdefghijklmnopqrstuvwxyz";
  return {kDigits[value / 36], kDigits[value % 36]};
}

// `size`: what the last byte says of the length of the routing.
std::string token(std::string_view prefix, std::string_view routing,
                  std::size_t size) {
  std::string payload(16, 'r');
  payload += routing;
  payload += static_cast<char>(size);
  const std::string text = base64url(payload);
  return std::string(prefix) + text + ".01." + two_base36(text.size()) +
         "0000000";
}

std::optional<Facts> read(std::string_view routing) {
  return read_gitlab_routable(token("glpat-", routing, routing.size()), Rule{});
}

TEST(GitlabRoutable, TellsWhoseItIs) {
  EXPECT_EQ(read("c:1\ng:zz\no:5\np:1i9\nt:2\nu:a3"),
            (Facts{{"group", "1295"},
                   {"organization", "5"},
                   {"project", "1953"},
                   {"user", "363"}}));
  EXPECT_EQ(read("o:1"), (Facts{{"organization", "1"}}));
}

TEST(GitlabRoutable, ReadsBehindAPrefixThatLooksLikePayload) {
  EXPECT_EQ(read_gitlab_routable(token("glrt-t1_", "o:1", 3), Rule{}),
            (Facts{{"organization", "1"}}));
}

TEST(GitlabRoutable, RefusesAnotherLayout) {
  for (const char* routing :
       {"o", "o:", "x:1", "o=1", "o:1\n\nu:2", "o:zzzzzzzzzzzzzzz"}) {
    EXPECT_FALSE(read(routing)) << routing;
  }
}

TEST(GitlabRoutable, RefusesLengthsThatDoNotFit) {
  EXPECT_FALSE(read_gitlab_routable(token("glpat-", "o:1", 2), Rule{}));
  EXPECT_FALSE(read_gitlab_routable(token("glpat-", "o:1", 4), Rule{}));
  std::string longer = token("glpat-", "o:1", 3);
  longer.replace(longer.size() - 9, 2, "zz");
  EXPECT_FALSE(read_gitlab_routable(longer, Rule{}));
  std::string other_form = token("glpat-", "o:1", 3);
  other_form.replace(other_form.find(".01."), 4, ".02.");
  EXPECT_FALSE(read_gitlab_routable(other_form, Rule{}));
}

}  // namespace
}  // namespace patrol

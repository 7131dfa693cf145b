#include "scanner/detect/given_name.h"

#include <gtest/gtest.h>

#include <string>

namespace patrol {
namespace {

// `text` has the word "token" of the name, and VALUE.
GivenName given_in(const std::string& text) {
  const std::uint64_t word = text.find("oken") - 1;
  const std::uint64_t value = text.find("VALUE");
  return given_name({text, {word, text.size()}, {value, value + 5}});
}

TEST(GivenName, IsTheWholeNameInLowerCase) {
  EXPECT_EQ(given_in("const NextPageToken = VALUE").name,
            "const nextpagetoken");
  EXPECT_EQ(given_in("{token_url: VALUE").name, "token_url");
  EXPECT_EQ(given_in("\"api.token\": \"VALUE\"").name, "api.token");
}

TEST(GivenName, TellsHowItIsGiven) {
  EXPECT_EQ(given_in("token: str = \"VALUE\"").giving, Giving::kAssigned);
  EXPECT_EQ(given_in("token := VALUE").giving, Giving::kAssigned);
  EXPECT_EQ(given_in("token <- 'VALUE'").giving, Giving::kAssigned);
  EXPECT_EQ(given_in("name: token\n  value: VALUE").giving, Giving::kElsewhere);
  EXPECT_EQ(given_in("<token>VALUE<").giving, Giving::kMarkup);
  EXPECT_EQ(given_in("| token | VALUE |").giving, Giving::kMarkup);
  EXPECT_EQ(given_in("get(\"token\") or \"VALUE\"").giving, Giving::kFallback);
  EXPECT_EQ(given_in("${token:-VALUE}").giving, Giving::kFallback);
  EXPECT_EQ(given_in("setToken('VALUE')").giving, Giving::kArgument);
  EXPECT_EQ(given_in("\"token\", \"VALUE\"").giving, Giving::kArgument);
  EXPECT_EQ(given_in("--token VALUE").giving, Giving::kBlanks);
}

TEST(GivenName, TellsWhetherTheValueIsQuoted) {
  EXPECT_TRUE(given_in("token = 'VALUE'").quoted);
  EXPECT_TRUE(given_in("token = \\\"VALUE\\\"").quoted);
  EXPECT_FALSE(given_in("\"token\": VALUE").quoted);
}

}  // namespace
}  // namespace patrol

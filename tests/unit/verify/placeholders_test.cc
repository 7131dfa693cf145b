#include "scanner/verify/placeholders.h"

#include <gtest/gtest.h>

#include <string>

namespace patrol {
namespace {

const RuleSet& rules() {
  static const RuleSet kRules = [] {
    Rule rule;
    rule.id = "the-id";
    return RuleSet({rule});
  }();
  return kRules;
}

std::string fill(std::string_view text, const std::string& secret,
                 Escape escape = Escape::kHeader) {
  Subject subject{Secret(secret)};
  subject.facts = {{"org", "contoso"}};
  subject.companions = {{RuleIndex{0}, Secret("id-1")}};
  const auto out = filled(text, subject, rules(), escape);
  return out ? *out : "error: " + out.error().message;
}

TEST(Placeholders, AreFilledWithWhatIsKnown) {
  EXPECT_EQ(fill("Bearer {secret}", "s3"), "Bearer s3");
  EXPECT_EQ(fill("{fact:org}/{with:the-id}:{secret}", "s3"), "contoso/id-1:s3");
}

TEST(Placeholders, WhatIsNotKnownIsAnErrorThatNamesIt) {
  EXPECT_EQ(fill("{fact:host}", "s"), "error: its host is not known");
  EXPECT_EQ(fill("{with:other}", "s"), "error: no other stands beside it");
}

TEST(Placeholders, OtherBracesStay) {
  EXPECT_EQ(fill(R"({"a":{"b":"{secret}"}})", "s"), R"({"a":{"b":"s"}})");
  EXPECT_EQ(fill("{", "s"), "{");
}

TEST(Placeholders, NothingOfASecretIsAPlace) {
  EXPECT_EQ(fill("{secret}", "{fact:org}"), "{fact:org}");
}

TEST(Placeholders, InAUrlASecretStaysOneSegment) {
  EXPECT_EQ(fill("/bot{secret}/me", "a/../b?c#d\r\n%", Escape::kPercent),
            "/bota%2F..%2Fb%3Fc%23d%0D%0A%25/me");
}

TEST(Placeholders, InAHeaderControlCharactersAreAnError) {
  const std::string out = fill("X: {secret}", "a\r\nY: b");
  EXPECT_EQ(out.rfind("error: it holds control characters", 0), 0u);
  EXPECT_EQ(out.find("Y: b"), std::string::npos);
}

TEST(Placeholders, InJsonQuotesAreEscaped) {
  EXPECT_EQ(fill(R"({"t":"{secret}"})", R"(a"b\c)", Escape::kJson),
            R"({"t":"a\"b\\c"})");
}

}  // namespace
}  // namespace patrol

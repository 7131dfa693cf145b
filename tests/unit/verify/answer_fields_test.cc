#include "scanner/verify/answer_fields.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace patrol {
namespace {

using Texts = std::vector<std::string>;

const HttpAnswer kAnswer{
    .status = 200,
    .headers = {{"X-OAuth-Scopes", "repo, gist"}},
    .body =
        R"({"user":{"login":"ada","id":7},"list":["a","b"],"deep":[{"n":1}]})"};

TEST(AnswerField, ReadsAHeaderInAnyCase) {
  EXPECT_EQ(answer_field(kAnswer, "header x-oauth-SCOPES"), "repo, gist");
  EXPECT_EQ(answer_field(kAnswer, "header X-None"), "");
}

TEST(AnswerField, ReadsAPointerIntoTheBody) {
  EXPECT_EQ(answer_field(kAnswer, "/user/login"), "ada");
  EXPECT_EQ(answer_field(kAnswer, "/user/id"), "7");
  EXPECT_EQ(answer_field(kAnswer, "/deep/0/n"), "1");
}

TEST(AnswerField, WhatIsNotThereIsEmpty) {
  for (const char* where : {"/none", "/user/login/x", "/user", "/list/9", ""}) {
    EXPECT_EQ(answer_field(kAnswer, where), "") << where;
  }
}

TEST(AnswerField, OfABodyThatIsNoJsonThereIsNothing) {
  EXPECT_EQ(answer_field({.body = "<html>"}, "/user"), "");
  EXPECT_EQ(answer_field({.body = std::string(100'000, '[')}, "/0"), "");
}

TEST(AnswerList, TakesAnArrayOrWhatSeparatesWords) {
  EXPECT_EQ(answer_list(kAnswer, "/list"), (Texts{"a", "b"}));
  EXPECT_EQ(answer_list(kAnswer, "header X-OAuth-Scopes"),
            (Texts{"repo", "gist"}));
  EXPECT_EQ(answer_list(kAnswer, "/none"), Texts{});
}

TEST(AnswerList, TakesAFieldOfEachOfAnArray) {
  const HttpAnswer answer{
      .body = R"({"scopes":[{"name":"a"},{"name":"b"},"c"],"x":{"y":"d"}})"};
  EXPECT_EQ(answer_list(answer, "/scopes/*/name"), (Texts{"a", "b", ""}));
  EXPECT_EQ(answer_list(answer, "/x/*/y"), Texts{});
}

}  // namespace
}  // namespace patrol

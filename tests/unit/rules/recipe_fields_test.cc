#include "scanner/rules/recipe_fields.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "tests/unit/rules/rule_text.h"

namespace patrol {
namespace {

std::string with(std::string_view table, std::string_view fields) {
  return "[[rules]]\nid = \"own\"\nregex = '''own_[a-z]{9}'''\n[rules." +
         std::string(table) + "]\n" + std::string(fields);
}

std::string fault(std::string_view table, std::string_view fields) {
  return error_of(with(table, fields));
}

constexpr std::string_view kWhere = "url = \"https://api.own.net/me\"\n";

TEST(VerificationFields, AreRead) {
  auto rules =
      parse(with("verify", std::string(kWhere) + "method = \"HEAD\"\n"
                                                 "headers = [\"A: {secret}\"]\n"
                                                 "live = [\"200 yes\"]\n"
                                                 "dead = [\"401\"]\n"));
  ASSERT_TRUE(rules) << rules.error().message;
  const Recipe& recipe = only(rules).verify;
  EXPECT_EQ(recipe.method, "HEAD");
  ASSERT_EQ(recipe.answers.size(), 2u);
  EXPECT_EQ(recipe.answers[0].verdict, LiveVerdict::kLive);
  EXPECT_EQ(recipe.answers[0].status, 200u);
  EXPECT_EQ(recipe.answers[0].text, "yes");
  EXPECT_EQ(recipe.answers[1].verdict, LiveVerdict::kDead);
  EXPECT_FALSE(only(rules).revoke.is_there());
}

TEST(VerificationFields, NeverChangeAnything) {
  for (const std::string_view method : {"DELETE", "PUT", "PATCH"}) {
    const std::string text = std::string(kWhere) + "method = \"" +
                             std::string(method) + "\"\nlive = [\"200\"]\n";
    EXPECT_NE(fault("verify", text).find("GET, HEAD or POST"),
              std::string::npos);
  }
}

TEST(VerificationFields, SayWhatIsLive) {
  EXPECT_NE(fault("verify", std::string(kWhere) + "dead = [\"401\"]\n")
                .find("live is missing"),
            std::string::npos);
  EXPECT_NE(fault("verify", std::string(kWhere) + "done = [\"204\"]\n"), "");
}

TEST(RevocationFields, AreRead) {
  auto rules =
      parse(with("revoke", std::string(kWhere) + "method = \"DELETE\"\n"
                                                 "done = [\"204\"]\n"
                                                 "dead = [\"401\"]\n"));
  ASSERT_TRUE(rules) << rules.error().message;
  const Recipe& recipe = only(rules).revoke;
  EXPECT_EQ(recipe.method, "DELETE");
  ASSERT_EQ(recipe.answers.size(), 2u);
  EXPECT_EQ(recipe.answers[0].verdict, LiveVerdict::kDead);
  EXPECT_EQ(recipe.answers[1].verdict, LiveVerdict::kRevoked);
  EXPECT_FALSE(only(rules).verify.is_there());
}

TEST(RevocationFields, NameAMethodThatChangesSomething) {
  const std::string without = std::string(kWhere) + "done = [\"204\"]\n";
  EXPECT_NE(fault("revoke", without).find("POST, PUT or DELETE"),
            std::string::npos);
}

TEST(RevocationFields, SayWhatIsDone) {
  const std::string text =
      std::string(kWhere) + "method = \"POST\"\ndead = [\"401\"]\n";
  EXPECT_NE(fault("revoke", text).find("done is missing"), std::string::npos);
}

TEST(RevocationFields, HaveNoReasonNotToAndNoAccount) {
  EXPECT_NE(fault("revoke", "none = \"it cannot be\"\n"), "");
  EXPECT_NE(fault("revoke", std::string(kWhere) +
                                "method = \"POST\"\ndone = [\"204\"]\n"
                                "account = \"/name\"\n"),
            "");
}

TEST(RevocationFields, AreAskedByHttpsOfAHostThatIsFixed) {
  for (const std::string_view url :
       {"http://api.own.net/", "https://{fact:host}/", "https://{secret}/x"}) {
    const std::string text = "url = \"" + std::string(url) +
                             "\"\nmethod = \"POST\"\ndone = [\"204\"]\n";
    EXPECT_NE(fault("revoke", text), "") << url;
  }
}

}  // namespace
}  // namespace patrol

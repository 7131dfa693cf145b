#include "scanner/rules/assignment_grammar.h"

#include <gtest/gtest.h>
#include <re2/re2.h>

#include <optional>
#include <string>
#include <vector>

#include "tests/unit/rules/rule_text.h"

namespace patrol {
namespace {

// A value of four digits, which stands for any.
std::string regex_of(const std::vector<Text>& names, Text value = "[0-9]{4}",
                     Text leads = {}) {
  const auto regex = assignment_regex({names, value, leads});
  EXPECT_TRUE(regex) << regex.error().message;
  return regex ? *regex : "";
}

// What is given to one of the names in `text`; nullopt: nothing.
std::optional<std::string> given(const std::string& regex,
                                 const std::string& text) {
  const RE2 re2(regex, RE2::Latin1);
  EXPECT_TRUE(re2.ok()) << re2.error();
  std::string secret;
  if (!RE2::PartialMatch(text, re2, &secret)) return std::nullopt;
  return secret;
}

TEST(AssignmentGrammar, FindsValuesAsPeopleGiveThem) {
  const std::string regex = regex_of({"api key"});
  for (const char* text : {
           "API_KEY=1234",
           "api_key: '1234'",
           "apiKey := `1234`",
           "'api_key' => '1234',",
           "API_KEY ||= '1234'",
           "api_key      = \"1234\"",
           "api_key <- \"1234\"",
           "const char api_key[] = \"1234\";",
           "api_key: str = '1234'",
           "const API_KEY: &str = \"1234\";",
           "apiKey: string | null = '1234'",
           "apiKey string = \"1234\"",
           "public string ApiKey { get; set; } = \"1234\";",
           "os.environ.get(\"API_KEY\") or \"1234\"",
           "process.env.API_KEY ?? '1234'",
           "getenv('API_KEY') ?: '1234'",
           "ENV['API_KEY'] || '1234'",
           "env::var(\"API_KEY\").unwrap_or(\"1234\".into())",
           "${API_KEY:-1234}",
           "api_key = b'1234'",
           "NSString *apiKey = @\"1234\";",
           "apiKey := []byte(\"1234\")",
           "let api_key = String::from(\"1234\");",
           "$apiKey = ConvertTo-SecureString '1234' -AsPlainText",
           "<Client apiKey={'1234'} />",
           "api_key = \"\"\"\n1234\"\"\"",
           "setenv(\"API_KEY\", \"1234\", 1);",
           "client.setApiKey(\"1234\")",
           "#define API_KEY \"1234\"",
           "ENV API_KEY 1234",
           "deploy --api-key 1234",
           "gh secret set API_KEY --body \"1234\"",
           "The api-key is 1234 until then.",
           "<apiKey>1234</apiKey>",
           "<ApiKey>\n  1234\n</ApiKey>",
           "<add key=\"ApiKey\" value=\"1234\" />",
           "<string name=\"api_key\">1234</string>",
           "<key>ApiKey</key>\n<string>1234</string>",
           "| `API_KEY` | `1234` |",
           "**API_KEY**: `1234`",
           "- name: API_KEY\n  value: \"1234\"",
           "{\"name\": \"API_KEY\", \"value\": \"1234\"}",
           "variable \"api_key\" {\n  type = string\n  default = \"1234\"\n}",
           "INSERT INTO t (id, api_key) VALUES (7, '1234');",
           "- \"--api-key\"\n- \"1234\"",
           "api_key: >-\n  1234",
           "api_key =\n    '1234'",
           "\\\"api_key\\\": \\\"1234\\\"",
           "api_key=&quot;1234&quot;",
       }) {
    EXPECT_EQ(given(regex, text), "1234") << text;
  }
}

TEST(AssignmentGrammar, LeavesAloneWhatIsNear) {
  const std::string regex = regex_of({"api key"});
  for (const char* text : {
           "api_key 12345",
           "see api_key, commit 1234",
           "if (api_key == \"1234\")",
           "api_key != \"1234\"",
           "api_key\n1234",
           "MD5 (api_key.go) = 1234",
           "docs/api_key.md 1234",
           "token: <your-api-key>\n1234",
           "api_key: null, sum: \"1234\"",
           "api_key; x = \"1234\"",
           "api_key = read(); sum = '1234'",
           "api_key=1234-5678",
       }) {
    EXPECT_EQ(given(regex, text), std::nullopt) << text;
  }
}

TEST(AssignmentGrammar, KnowsTheSpellingsOfAName) {
  const std::string regex = regex_of({"dd api key"});
  for (const char* name :
       {"DD_API_KEY", "ddApiKey", "dd-api-key", "Dd-Api-Key", "dd.api.key",
        "dd.apiKey", "dd_apikey", "DDAPIKEY", "ADD_API_KEY", "DD_API_KEY_EU"}) {
    EXPECT_TRUE(given(regex, std::string(name) + "=1234")) << name;
  }
  EXPECT_FALSE(given(regex, "dd key = 1234"));
  EXPECT_FALSE(given(regex, "dd/api/key = 1234"));
}

TEST(AssignmentGrammar, BeginsANameWhereItIsTold) {
  const std::string regex = regex_of({"^dd api key"});
  EXPECT_TRUE(given(regex, "MY_DD_API_KEY=1234"));
  EXPECT_TRUE(given(regex, "setDdApiKey(\"1234\")"));
  EXPECT_FALSE(given(regex, "oddApiKey = 1234"));
}

TEST(AssignmentGrammar, LeavesGapsAndChoicesInNames) {
  const std::string regex = regex_of({"acme ... (key|app token)"});
  EXPECT_TRUE(given(regex, "ACME_STAGING_KEY=1234"));
  EXPECT_TRUE(given(regex, "acmeAppToken = 1234"));
  EXPECT_FALSE(given(regex, "acme_token = 1234"));
}

TEST(AssignmentGrammar, WantsASignWhereOneIsWritten) {
  const std::string regex = regex_of({"_wif"});
  EXPECT_TRUE(given(regex, "btc-wif=1234"));
  EXPECT_FALSE(given(regex, "swif=1234"));
}

TEST(AssignmentGrammar, TakesANameWithCapitalsAsItIsWritten) {
  const std::string regex = regex_of({"X-Acme-Token", "^Secret ID"});
  EXPECT_TRUE(given(regex, "X-Acme-Token: 1234"));
  EXPECT_TRUE(given(regex, "Secret ID    = 1234"));
  EXPECT_FALSE(given(regex, "x-acme-token: 1234"));
  EXPECT_FALSE(given(regex, "SecretID = 1234"));
}

TEST(AssignmentGrammar, LetsOtherThingsStandBeforeTheValue) {
  const std::string regex = regex_of({"acme token"}, "[0-9]{4}",
                                     R"(\bACME |acme\.com.{0,9}key<given>)");
  EXPECT_TRUE(given(regex, "Authorization: ACME 1234"));
  EXPECT_TRUE(given(regex, "acme.com, key => '1234'"));
  EXPECT_FALSE(given(regex, "acme.com, key 5: 1234"));
}

TEST(AssignmentGrammar, LeavesTheEndToAValueWithAGroup) {
  const std::string regex =
      regex_of({"acme token"}, "(?:Bearer )?(?P<secret>[0-9]{4})x");
  EXPECT_EQ(given(regex, "acme_token: Bearer 1234x"), "1234");
  EXPECT_FALSE(given(regex, "acme_token: Bearer 1234"));
}

TEST(AssignmentGrammar, KeepsLiteralsThatCrossTheWordsOfAName) {
  auto rules = parse(
      "[[rules]]\nid = 'a'\nnames = ['dd api key']\nvalue = '[0-9]{32}'\n");
  ASSERT_TRUE(rules) << rules.error().message;
  ASSERT_FALSE(only(rules).trigger.literals.empty());
  for (const LiteralTrigger& literal : only(rules).trigger.literals) {
    EXPECT_EQ(literal.text.size(), 8u) << literal.text;
  }
  EXPECT_EQ(only(rules).max_length, kLongestGiven);
}

TEST(AssignmentGrammar, IsRefusedWhereFieldsDoNotFit) {
  const std::string head = "[[rules]]\nid = 'a'\n";
  expect_errors({
      {head + "names = ['b']\nregex = 'c'\nvalue = 'd'\n",
       "x.toml:4: rule a: regex: is made of names and value: drop one"},
      {head + "names = ['b']\n", "x.toml:1: rule a: value: is missing"},
      {head + "regex = 'c'\nvalue = 'd'\n",
       "x.toml:4: rule a: value: needs names"},
      {head + "regex = 'c'\nleads = 'd'\n",
       "x.toml:4: rule a: leads: needs names"},
      {head + "names = []\nvalue = 'd'\n", "x.toml:3: rule a: names: is empty"},
      {head + "names = ['b[0-9]']\nvalue = 'd'\n",
       "x.toml:3: rule a: names: has a name that is no list of words"},
  });
}

}  // namespace
}  // namespace patrol

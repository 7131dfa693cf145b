#include "scanner/detect/own_server.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace patrol {
namespace {

// What is said of TOKEN; empty: nothing.
std::string host(std::string_view text, std::vector<Text> words) {
  const std::size_t at = text.find("TOKEN");
  Facts facts;
  read_own_server({text, {at, at + 5}, nullptr}, words, facts);
  return facts.empty() ? "" : facts.front().second;
}

std::string vault(std::string_view text) { return host(text, {"vault"}); }

TEST(OwnServer, IsGivenToANameWithTheWordAheadOrBehind) {
  EXPECT_EQ(vault("VAULT_ADDR=https://secrets.shop.net:8200\nx=TOKEN\n"),
            "secrets.shop.net:8200");
  EXPECT_EQ(vault("token: TOKEN\nvault_address: \"https://Sec.Shop.net/\"\n"),
            "sec.shop.net");
  EXPECT_EQ(host("Gitea: https://git.shop.net\nx=TOKEN", {"Gitea"}),
            "git.shop.net");
}

TEST(OwnServer, HasTheWordInItsHost) {
  EXPECT_EQ(vault("addr = \"https://vault.shop.net\"\nx = \"TOKEN\"\n"),
            "vault.shop.net");
}

TEST(OwnServer, IsNotTheUserOfTheAddress) {
  EXPECT_EQ(vault("addr=https://vault@git.shop.net/\nx=TOKEN"), "");
  EXPECT_EQ(host("dsn=https://ab12@sentry.shop.net/3\nx=TOKEN", {"sentry"}),
            "sentry.shop.net");
}

TEST(OwnServer, HasAHostThatEndsInADomain) {
  const std::vector<Text> okta = {".okta.com"};
  EXPECT_EQ(host("curl 'TOKEN' https://shop.okta.com/api/v1/users", okta),
            "shop.okta.com");
  EXPECT_EQ(host("TOKEN https://shop.okta.com.evil.net/", okta), "");
}

TEST(OwnServer, HasAPathThatBeginsSo) {
  const std::vector<Text> gitlab = {"/api/v4"};
  EXPECT_EQ(host("curl -H 'X: TOKEN' \\\n  https://git.shop.net/api/v4/user\n",
                 gitlab),
            "git.shop.net");
  EXPECT_EQ(host("curl -H 'X: TOKEN' https://git.shop.net/v4\n", gitlab), "");
}

TEST(OwnServer, IsWhereTheTokenLogsIn) {
  EXPECT_EQ(host("git clone https://ci:TOKEN@git.shop.net/a/b", {"gitlab"}),
            "git.shop.net");
  EXPECT_EQ(host("https://gitlab.com/x https://TOKEN@git.shop.net", {"gitlab"}),
            "git.shop.net");
}

TEST(OwnServer, IsTheNearest) {
  EXPECT_EQ(vault("VAULT_ADDR=https://a.shop.net\n\n\n\n\nx=TOKEN\n"
                  "VAULT_ADDR=https://b.shop.net\n"),
            "b.shop.net");
}

TEST(OwnServer, IsNotOnlyMentioned) {
  EXPECT_EQ(vault("# see https://www.vaultproject.io/docs\nx=TOKEN"), "");
  EXPECT_EQ(vault("// as https://vault.other.net does it\nx=TOKEN"), "");
}

TEST(OwnServer, IsNoOtherAddress) {
  EXPECT_EQ(vault("API=https://api.shop.net\nx=TOKEN"), "");
  EXPECT_EQ(vault("VAULT_ADDR=http://v.shop.net\nTOKEN"), "");
  EXPECT_EQ(vault("VAULT_ADDR=https://\nTOKEN"), "");
  EXPECT_EQ(host("VAULT_ADDR=https://v.shop.net\nTOKEN", {}), "");
}

TEST(OwnServer, HasNoHostThatIsTooLong) {
  EXPECT_EQ(vault("VAULT_ADDR=https://" + std::string(101, 'a') + "\nTOKEN"),
            "");
}

TEST(OwnServer, IsOneOfTheNearestAddresses) {
  const auto behind = [](int others) {
    std::string text = "TOKEN";
    for (int i = 0; i < others; ++i) text += " https://a.net";
    return vault(text + " https://vault.shop.net");
  };
  EXPECT_EQ(behind(31), "vault.shop.net");
  EXPECT_EQ(behind(32), "");
}

TEST(OwnServer, MayHaveAPortBehindItsDomain) {
  EXPECT_EQ(host("TOKEN https://a.okta.com:8443/", {".okta.com"}),
            "a.okta.com:8443");
}

TEST(OwnServer, DoesNotReplaceAHostThatIsKnown) {
  const std::string_view text = "VAULT_ADDR=https://v.shop.net\nTOKEN";
  const std::vector<Text> words = {"vault"};
  Facts facts = {{"host", "known.shop.net"}};
  read_own_server({text, {text.size() - 5, text.size()}, nullptr}, words,
                  facts);
  EXPECT_EQ(facts, (Facts{{"host", "known.shop.net"}}));
}

}  // namespace
}  // namespace patrol

#include "scanner/detect/azure_devops_carrier.h"

#include <gtest/gtest.h>

#include <string>

#include "scanner/detect/carrier.h"

namespace patrol {
namespace {

// Stands for the token; no text of these tests holds it otherwise.
constexpr std::string_view kPlace = "TOKEN";

Facts facts_of(std::string_view text, const Place* around = nullptr) {
  const std::size_t at = text.find(kPlace);
  EXPECT_NE(at, std::string_view::npos) << text;
  Facts facts;
  read_azure_devops_carrier({text, {at, at + kPlace.size()}, around}, facts);
  return facts;
}

// Empty: nothing is said.
struct Case {
  std::string_view text;
  std::string_view organization;
  std::string_view project;
  std::string_view feed;
};

void expect_facts(std::span<const Case> cases) {
  for (const Case& c : cases) {
    Facts expected;
    const auto add = [&](std::string_view key, std::string_view value) {
      if (!value.empty()) expected.emplace_back(key, value);
    };
    add("organization", c.organization);
    add("project", c.project);
    add("feed", c.feed);
    EXPECT_EQ(facts_of(c.text), expected) << c.text;
  }
}

TEST(AzureDevopsCarrier, ReadsEachFormOfUrl) {
  static constexpr Case kCases[] = {
      {"https://x:TOKEN@dev.azure.com/contoso/web/_git/site", "contoso", "web",
       ""},
      {"https://x:TOKEN@dev.azure.com/contoso/_git/site", "contoso", "", ""},
      {"https://x:TOKEN@dev.azure.com/contoso", "contoso", "", ""},
      {"https://DEV.azure.com/Contoso-2/ TOKEN", "Contoso-2", "", ""},
      {"https://contoso.visualstudio.com/web/_git/site TOKEN", "contoso", "web",
       ""},
      {"https://contoso.visualstudio.com/DefaultCollection/web/_git/s TOKEN",
       "contoso", "web", ""},
      {"TOKEN https://pkgs.dev.azure.com/contoso/web/_packaging/feed/npm/",
       "contoso", "web", "feed"},
      {"TOKEN https://pkgs.dev.azure.com/contoso/_packaging/feed@Local/nuget/",
       "contoso", "", "feed"},
      {"TOKEN https://contoso.pkgs.visualstudio.com/_packaging/feed/nuget/v3",
       "contoso", "", "feed"},
      {"git@ssh.dev.azure.com:v3/contoso/web/site TOKEN", "contoso", "web", ""},
      {"contoso@vs-ssh.visualstudio.com:v3/contoso/web/site TOKEN", "contoso",
       "web", ""},
      {"TOKEN https://vssps.dev.azure.com/contoso/_apis/graph", "contoso", "",
       ""},
      {"TOKEN https://vsrm.dev.azure.com/contoso/web/_apis", "contoso", "web",
       ""},
      {"TOKEN https://contoso.vsrm.visualstudio.com/web/_apis", "contoso",
       "web", ""},
      {"TOKEN https://contoso@dev.azure.com", "contoso", "", ""},
      {"https://contoso:TOKEN@dev.azure.com/contoso/web/_git/site", "contoso",
       "web", ""},
  };
  expect_facts(kCases);
}

TEST(AzureDevopsCarrier, ReadsSlashesHoweverTheyAreWritten) {
  static constexpr Case kCases[] = {
      {R"("url": "https:\/\/dev.azure.com\/contoso\/web\/_git\/s", TOKEN)",
       "contoso", "web", ""},
      {"u=https%3A%2F%2Fdev.azure.com%2Fcontoso%2Fweb%2F_git TOKEN", "contoso",
       "web", ""},
      {"u=https%3a%2f%2fdev.azure.com%2fcontoso%2fweb%2f_git TOKEN", "contoso",
       "web", ""},
  };
  expect_facts(kCases);
}

TEST(AzureDevopsCarrier, SaysNothingOfOtherHostsAndServices) {
  static constexpr Case kCases[] = {
      {"TOKEN https://dev.azure.com/", "", "", ""},
      {"TOKEN https://dev.azure.com", "", "", ""},
      {"TOKEN https://dev.azure.com/-contoso-/web", "", "", ""},
      {"TOKEN https://dev.azure.com/{organization}/{project}", "", "", ""},
      {"TOKEN https://dev.azure.com/$(org)/x", "", "", ""},
      {"TOKEN https://visualstudio.com/web", "", "", ""},
      {"TOKEN https://a.b.visualstudio.com/web", "", "", ""},
      {"TOKEN https://app.vssps.visualstudio.com/_apis", "", "", ""},
      {"TOKEN https://marketplace.visualstudio.com/items", "", "", ""},
      {"TOKEN https://code.visualstudio.com/docs/editor", "", "", ""},
      {"TOKEN https://dc.services.visualstudio.com/v2/track", "", "", ""},
      {"TOKEN git@vs-ssh.visualstudio.com", "git", "", ""},
      {"TOKEN vs-ssh.visualstudio.com", "", "", ""},
      {"TOKEN https://dev.example.com/contoso/web", "", "", ""},
      {"TOKEN", "", "", ""},
  };
  expect_facts(kCases);
}

TEST(AzureDevopsCarrier, TakesNamesOfTheLengthsThatMicrosoftAllows) {
  const std::string url = "TOKEN https://dev.azure.com/";
  EXPECT_EQ(facts_of(url + std::string(50, 'a')).size(), 1U);
  EXPECT_TRUE(facts_of(url + std::string(51, 'a')).empty());
  EXPECT_EQ(facts_of(url + "contoso/" + std::string(64, 'p')).size(), 2U);
  EXPECT_EQ(facts_of(url + "contoso/" + std::string(65, 'p')).size(), 1U);
}

std::string organization_in(std::string_view text) {
  const Facts facts = facts_of(text);
  return facts.empty() ? "" : facts[0].second;
}

TEST(AzureDevopsCarrier, TakesTheNearestUrl) {
  const std::string a = "https://dev.azure.com/aaa ";
  const std::string b = "https://bbb.visualstudio.com ";
  EXPECT_EQ(organization_in(a + b + "TOKEN"), "bbb");
  EXPECT_EQ(organization_in(b + a + "TOKEN"), "aaa");
  EXPECT_EQ(organization_in("TOKEN " + a + b), "aaa");
  EXPECT_EQ(organization_in("TOKEN " + b + a), "bbb");
  EXPECT_EQ(organization_in(a + "TOKEN          " + b), "aaa");
  EXPECT_EQ(organization_in(a + "                    TOKEN " + b), "bbb");
  EXPECT_EQ(organization_in(a + "https://dev.azure.com/ TOKEN"), "aaa")
      << "the nearest that says something";
}

TEST(AzureDevopsCarrier, LooksNoFurtherThanACarrierIsLong) {
  const std::string url = "https://dev.azure.com/contoso ";
  for (const std::string& text :
       {url + std::string(kCarrierBytes - url.size(), ' ') + "TOKEN",
        "TOKEN" + std::string(kCarrierBytes - url.size(), ' ') + url}) {
    EXPECT_EQ(organization_in(text), "contoso");
  }
  for (const std::string& text :
       {url + std::string(kCarrierBytes, ' ') + "TOKEN",
        "TOKEN" + std::string(kCarrierBytes, ' ') + url}) {
    EXPECT_EQ(organization_in(text), "");
  }
}

TEST(AzureDevopsCarrier, LooksAroundWhatTheTokenWasDecodedFrom) {
  const std::string text = "https://dev.azure.com/outer = RU5DT0RFRA";
  const Place around{text, {text.size() - 10, text.size()}};
  EXPECT_EQ(facts_of("pat: TOKEN", &around),
            (Facts{{"organization", "outer"}}));
  EXPECT_EQ(facts_of("https://dev.azure.com/inner TOKEN", &around),
            (Facts{{"organization", "inner"}}));
}

TEST(AzureDevopsCarrier, AddsNothingToWhatIsKnown) {
  const std::string_view text = "TOKEN https://dev.azure.com/contoso/web/";
  Facts facts = {{"organization", "known"}};
  read_azure_devops_carrier({text, {0, kPlace.size()}}, facts);
  EXPECT_EQ(facts, (Facts{{"organization", "known"}, {"project", "web"}}));
}

TEST(AzureDevopsCarrier, ReadsMavensAndGradlesUserNames) {
  static constexpr Case kCases[] = {
      {"<server>\n<id>feed</id>\n<username>contoso</username>\n"
       "<password>TOKEN</password></server>",
       "contoso", "", "feed"},
      {"<server><username>contoso</username><password>TOKEN", "contoso", "",
       ""},
      {"<username>contoso</username><password>TOKEN", "", "", ""},
      {"<server><id>a</id><username>other</username></server>"
       "<server><id>b</id><password>TOKEN",
       "", "", ""},
      {"feedUsername=contoso\nfeedPassword=TOKEN", "contoso", "", "feed"},
      {"feedUsername=contoso\r\nfeedPassword=TOKEN", "contoso", "", "feed"},
      {"otherUsername=contoso\nfeedPassword=TOKEN", "", "", ""},
      {"feedPassword=TOKEN\nfeedUsername=contoso", "", "", ""},
      {"Username=contoso\nPassword=TOKEN", "", "", ""},
  };
  expect_facts(kCases);
}

TEST(AzureDevopsCarrier, TakesNoStandInForAnOrganization) {
  for (std::string_view user :
       {"any", "build", "user", "pat", "azuredevops", "PersonalAccessToken"}) {
    const std::string name(user);
    EXPECT_EQ(organization_in("<server><username>" + name +
                              "</username><password>TOKEN"),
              "");
    EXPECT_EQ(organization_in("feedUsername=" + name + "\nfeedPassword=TOKEN"),
              "");
  }
}

TEST(AzureDevopsCarrier, PrefersAUrlToAUserName) {
  EXPECT_EQ(organization_in("https://dev.azure.com/contoso\n"
                            "feedUsername=other\nfeedPassword=TOKEN"),
            "contoso");
}

TEST(AzureDevopsCarrier, TakesNoLongTextForAFeed) {
  EXPECT_EQ(facts_of("<server><id>" + std::string(100, 'f') +
                     "</id><username>contoso</username><password>TOKEN"),
            (Facts{{"organization", "contoso"}}));
  EXPECT_EQ(facts_of("<server><id>two\nlines</id><username>contoso</username>"
                     "<password>TOKEN"),
            (Facts{{"organization", "contoso"}}));
}

TEST(AzureDevopsCarrier, TakesTextThatIsNothingButHosts) {
  for (std::string_view host :
       {"dev.azure.com", "dev.azure.com/", "@dev.azure.com",
        ".visualstudio.com", "<server>", "<username>",
        "Username=", "dev.azure.com%2F"}) {
    std::string text;
    while (text.size() < kCarrierBytes) text += host;
    EXPECT_LE(facts_of(text + "TOKEN" + text).size(), 3U) << host;
  }
}

}  // namespace
}  // namespace patrol

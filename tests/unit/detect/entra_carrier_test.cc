#include "scanner/detect/entra_carrier.h"

#include <gtest/gtest.h>

#include <string>

namespace patrol {
namespace {

constexpr std::string_view kOne = "72f988bf-86f1-41af-91ab-2d7cd011db47";
constexpr std::string_view kTwo = "04b07795-8ddb-461a-bbee-02f9e1bf7b46";

// What is said of TOKEN.
Facts facts_of(const std::string& text) {
  const std::size_t at = text.find("TOKEN");
  Facts facts;
  read_entra_carrier({text, {at, at + 5}, nullptr}, facts);
  return facts;
}

std::string line(std::string_view name, std::string_view id) {
  return std::string(name) + std::string(id) + "\n";
}

const Facts kBoth = {{"tenant", std::string(kOne)},
                     {"client", std::string(kTwo)}};

TEST(EntraCarrier, ReadsVariables) {
  EXPECT_EQ(facts_of(line("AZURE_TENANT_ID=", kOne) +
                     line("AZURE_CLIENT_ID=", kTwo) + "SECRET=TOKEN\n"),
            kBoth);
}

TEST(EntraCarrier, ReadsJsonInOneLine) {
  EXPECT_EQ(facts_of("{\"appId\": \"" + std::string(kTwo) +
                     "\", \"password\": \"TOKEN\", \"tenant\": \"" +
                     std::string(kOne) + "\"}"),
            kBoth);
}

TEST(EntraCarrier, ReadsTheAddressOfTheTenant) {
  EXPECT_EQ(facts_of("client_id=" + std::string(kTwo) +
                     "\nsecret=TOKEN\nhttps://login.microsoftonline.com/" +
                     std::string(kOne) + "/oauth2/v2.0/token"),
            kBoth);
}

TEST(EntraCarrier, TakesTheNearest) {
  EXPECT_EQ(facts_of(line("tenant: ", kTwo) + "\n\n\n" + "x: TOKEN\n" +
                     line("tenant: ", kOne)),
            (Facts{{"tenant", std::string(kOne)}}));
}

TEST(EntraCarrier, TakesNoIdWithoutAName) {
  EXPECT_EQ(facts_of(line("id=", kOne) + "TOKEN"), Facts());
  EXPECT_EQ(facts_of("tenant=\n" + line("", kOne) + "TOKEN"), Facts());
}

TEST(EntraCarrier, TakesNothingThatIsNoGuid) {
  std::string broken(kOne);
  broken[10] = 'g';
  EXPECT_EQ(facts_of(line("tenant=", broken) + "TOKEN"), Facts());
}

}  // namespace
}  // namespace patrol

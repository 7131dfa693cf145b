#include "scanner/detect/server_carrier.h"

#include <gtest/gtest.h>

#include <string>

namespace patrol {
namespace {

using Read = void (*)(const Place&, Facts&);

// What is said of TOKEN; empty: nothing.
std::string host(Read read, std::string_view text) {
  const std::size_t at = text.find("TOKEN");
  Facts facts;
  read({text, {at, at + 5}, nullptr}, facts);
  return facts.empty() ? "" : facts.front().second;
}

TEST(VaultCarrier, ReadsTheAddressAheadOrBehind) {
  EXPECT_EQ(host(read_vault_carrier,
                 "VAULT_ADDR=https://vault.shop.net:8200\nx=TOKEN\n"),
            "vault.shop.net:8200");
  EXPECT_EQ(host(read_vault_carrier,
                 "token: TOKEN\nvault_address: \"https://Vault.Shop.net/\"\n"),
            "vault.shop.net");
}

TEST(VaultCarrier, TakesTheNearest) {
  EXPECT_EQ(host(read_vault_carrier,
                 "VAULT_ADDR=https://a.shop.net\n\n\n\n\nx=TOKEN\n"
                 "VAULT_ADDR=https://b.shop.net\n"),
            "b.shop.net");
}

TEST(VaultCarrier, TakesNoOtherAddress) {
  EXPECT_EQ(host(read_vault_carrier, "API=https://api.shop.net\nx=TOKEN"), "");
  EXPECT_EQ(host(read_vault_carrier, "VAULT_ADDR=http://v.shop.net\nTOKEN"),
            "");
  EXPECT_EQ(host(read_vault_carrier, "VAULT_ADDR=https://\nTOKEN"), "");
}

TEST(VaultCarrier, TakesNoHostThatIsTooLong) {
  EXPECT_EQ(host(read_vault_carrier,
                 "VAULT_ADDR=https://" + std::string(101, 'a') + "\nTOKEN"),
            "");
}

TEST(OktaCarrier, ReadsHostsOfOktaAlone) {
  EXPECT_EQ(host(read_okta_carrier,
                 "curl 'TOKEN' https://shop.okta.com/api/v1/users"),
            "shop.okta.com");
  EXPECT_EQ(host(read_okta_carrier, "TOKEN https://shop.okta.com.evil.net/"),
            "");
}

}  // namespace
}  // namespace patrol

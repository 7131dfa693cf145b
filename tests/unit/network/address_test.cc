#include "scanner/network/address.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>

#include <string>

namespace patrol {
namespace {

bool is_public_text(const std::string& text) {
  Ipv4 four;
  if (::inet_pton(AF_INET, text.c_str(), four.data()) == 1) {
    return is_public(four);
  }
  Ipv6 six;
  EXPECT_EQ(::inet_pton(AF_INET6, text.c_str(), six.data()), 1) << text;
  return is_public(six);
}

TEST(Address, ProvidersArePublic) {
  for (const char* text :
       {"140.82.121.6", "1.1.1.1", "172.15.255.255", "172.32.0.0", "11.0.0.0",
        "100.63.255.255", "100.128.0.0", "169.253.0.1", "192.167.1.1",
        "223.255.255.255", "2606:4700::1", "2a00:1450:4001::200e",
        "::ffff:140.82.121.6", "2002:8c52:7906::1", "64:ff9b::8c52:7906"}) {
    EXPECT_TRUE(is_public_text(text)) << text;
  }
}

TEST(Address, PrivateOnesAreNot) {
  for (const char* text :
       {"0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "127.255.255.255",
        "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.8",
        "192.0.2.1", "192.168.0.1", "198.18.0.1", "198.51.100.1", "203.0.113.1",
        "224.0.0.1", "240.0.0.1", "255.255.255.255"}) {
    EXPECT_FALSE(is_public_text(text)) << text;
  }
}

TEST(Address, NorAreThoseOfIpv6) {
  for (const char* text :
       {"::", "::1", "fe80::1", "fc00::1", "fd12:3456::1", "ff02::1",
        "2001:db8::1", "2001::1", "3fff::1", "100::1"}) {
    EXPECT_FALSE(is_public_text(text)) << text;
  }
}

TEST(Address, NorThoseThatStandForOneOfIpv4) {
  for (const char* text :
       {"::ffff:127.0.0.1", "::ffff:169.254.169.254", "64:ff9b::10.0.0.1",
        "2002:7f00:0001::1", "2002:a9fe:a9fe::1"}) {
    EXPECT_FALSE(is_public_text(text)) << text;
  }
}

}  // namespace
}  // namespace patrol

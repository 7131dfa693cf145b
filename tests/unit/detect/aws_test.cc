#include "scanner/detect/aws.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>

namespace patrol {
namespace {

// An id for `account`, built from the layout that aws.h draws.
std::string id_of(std::uint64_t account) {
  const std::uint64_t bits = 1ULL << 47 | account << 7 | 0x35;
  std::string bytes;
  for (int shift = 40; shift >= 0; shift -= 8) {
    bytes += static_cast<char>(bits >> shift & 0xFF);
  }
  bytes += "\x9C\x5E\xA7\x03";
  std::string id = "AKIA";
  for (std::size_t bit = 0; bit < 80; bit += 5) {
    unsigned value = 0;
    for (std::size_t i = bit; i < bit + 5; ++i) {
      const auto byte = static_cast<unsigned char>(bytes[i / 8]);
      value = value << 1 | (byte >> (7 - i % 8) & 1U);
    }
    id += "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[value];
  }
  return id;
}

TEST(AwsKeyId, SaysItsAccount) {
  for (const std::uint64_t account :
       {104829377516ULL, 918273645546ULL, 52310077262ULL}) {
    std::string digits = std::to_string(account);
    digits.insert(0, 12 - digits.size(), '0');
    EXPECT_EQ(read_aws_key_id(id_of(account), Rule{}),
              (Facts{{"account", digits}}));
  }
}

TEST(AwsKeyId, SaysNoneWhereItIsOld) {
  EXPECT_EQ(read_aws_key_id("AKIAI" + id_of(104829377516).substr(5), Rule{}),
            Facts{});
}

TEST(AwsKeyId, IsNotThatOfAManual) {
  EXPECT_FALSE(read_aws_key_id("AKIAIOSFODNN7EXAMPLE", Rule{}));
  EXPECT_FALSE(read_aws_key_id("AKIAI44QH8DHBEXAMPLE", Rule{}));
  EXPECT_FALSE(read_aws_key_id("AKIAXXXXXXXXXXXXXXXX", Rule{}));
}

TEST(AwsSecretKey, IsNoHashAndNoPath) {
  const std::string key = "q7LrW2xT0vKd92eHs7B/mZ4tRw81kQpN5c+fUa3G";
  EXPECT_TRUE(read_aws_secret_key(key, Rule{}));
  EXPECT_FALSE(read_aws_secret_key(key.substr(1), Rule{}));
  EXPECT_FALSE(
      read_aws_secret_key("3da541559918a808c2402bba5012f6c60b27661c", Rule{}));
  EXPECT_FALSE(
      read_aws_secret_key("src/Main/java/Com/shop/orders2/Secrets/a", Rule{}));
  EXPECT_FALSE(
      read_aws_secret_key("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", Rule{}));
}

}  // namespace
}  // namespace patrol

#include "scanner/verify/aws_identity.h"

#include <gtest/gtest.h>

#include <string>

namespace patrol {
namespace {

// The case "post-x-www-form-urlencoded" that AWS publishes for Signature
// Version 4, with AWS's own sample key.
TEST(AwsAuthorization, IsThatOfAmazonsExample) {
  const std::string key_id = std::string("AKID") + "EXAMPLE";
  const std::string secret =
      std::string("wJalrXUtnFEMI/K7MDENG+b") + "PxRfiCYEXAMPLEKEY";
  EXPECT_EQ(aws_authorization({.key_id = key_id,
                               .secret = secret,
                               .time = "20150830T123600Z",
                               .host = "example.amazonaws.com",
                               .region = "us-east-1",
                               .service = "service",
                               .body = "Param1=value1"}),
            "AWS4-HMAC-SHA256 Credential=" + key_id +
                "/20150830/us-east-1/service/aws4_request, "
                "SignedHeaders=content-type;host;x-amz-date, Signature="
                "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe094"
                "73a");
}

}  // namespace
}  // namespace patrol

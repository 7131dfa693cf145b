#include "scanner/detect/google_key_file.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/unit/detect/test_detector.h"

namespace patrol {
namespace {

// The rule's own examples are whole files: here they are scanned with the
// catalogue, in which the rule for private keys finds the same bytes.
const TestDetector& catalogue() {
  static const TestDetector made{builtin_rules()};
  return made;
}

std::string_view fact(const Detection& d, std::string_view name) {
  for (const auto& [key, value] : d.facts) {
    if (key == name) return value;
  }
  return {};
}

TEST(GoogleKeyFile, IsOneFindingThatSaysWhoseItIs) {
  const RuleSet& rules = catalogue().rules();
  const auto rule = rules.find("google-service-account-key");
  ASSERT_TRUE(rule);
  ASSERT_EQ(rules[*rule].examples.size(), 2u);
  for (Text example : rules[*rule].examples) {
    const BlobOutcome outcome = catalogue().scan(example);
    ASSERT_EQ(outcome.detections.size(), 1u);
    const Detection& d = outcome.detections[0];
    EXPECT_EQ(d.rule, *rule);
    EXPECT_TRUE(d.secret.reveal().starts_with("-----BEGIN"));
    EXPECT_EQ(fact(d, "account"), "deploy@orders-prod.iam.gserviceaccount.com");
    EXPECT_EQ(fact(d, "project"), "orders-prod");
    EXPECT_EQ(fact(d, "key id").size(), 40u);
    EXPECT_EQ(fact(d, "kind"), "PKCS #8 RSA");
  }
}

}  // namespace
}  // namespace patrol

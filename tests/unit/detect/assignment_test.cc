#include "scanner/detect/assignment.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <string_view>

namespace patrol {
namespace {

// Shown by default.
bool is_shown(const Matched& matched) {
  const auto rating = rate_assignment(matched);
  return read_assignment(matched, Rule{}) && rating &&
         *rating >= Confidence::kMedium;
}

bool is_secret(const std::string& name, const std::string& value) {
  const std::string text = name + " = \"" + value + "\"";
  const std::uint64_t word = std::min(name.rfind("token"), name.size());
  const std::uint64_t begin = name.size() + 4;
  return is_shown({text, {word, text.size()}, {begin, begin + value.size()}});
}

bool is_drawn(const std::string& value) { return is_secret("token", value); }

bool is_unquoted(const std::string& value) {
  const std::string text = "token = " + value + ",";
  return is_shown({text, {0, text.size()}, {8, 8 + value.size()}});
}

const std::string kValue = "m4Xq81LzT0vKd92eHs7B";

TEST(Assignment, IsAValueThatNobodyTypes) {
  EXPECT_TRUE(is_secret("api_token", kValue));
  EXPECT_TRUE(is_drawn("k3v9x0q7r2m5t8w1z4c6"));
  EXPECT_TRUE(is_drawn("q7LrW2xT0vKd92eHs7BmZ4tRw81kQpN5cYfUa3GjXoE="));
}

TEST(Assignment, IsNotWhatPeopleAndProgramsWrite) {
  for (const char* value :
       {"contoso-production-api-token", "kv-Orders2024-Prod01-Secrets",
        "MyTestSecret-a1b2c3", "AB1C2defGHijkLMNo3PqQRstUvwxyzaB",
        "6f1c2a30-4d5e-4f60-8a7b-9c0d1e2f3a4b",
        "9f86d081884c7d659a2feaa0c55ad015", "TXkgZmlyc3Qgc2VjcmV0IEZPTwo=",
        "getAccessToken2For1User3", "2YotnFZFEjr1zCsicMWpAA",
        "com.shop.Orders2.Auth3.Token", "1234567890123456789012", "short1X2y3Z",
        "your-api-token-goes-here-1a2", "Kx7FakeSeeder4DevOrg2026Pz3"}) {
    EXPECT_FALSE(is_drawn(value)) << value;
  }
}

TEST(Assignment, IsNotGivenToANameOfSomethingElse) {
  for (const char* name :
       {"NextPageToken", "tokenId", "token_url", "csrf_token",
        "continuationToken", "public_token", "token-name", "arn:aws:token",
        "HashedToken", "authenticity_token", "$skiptoken", "encrypted_token",
        "tokenSha256", "token_fingerprint"}) {
    EXPECT_FALSE(is_secret(name, kValue)) << name;
  }
}

TEST(Assignment, IsGivenToANameThatAllMaySee) {
  EXPECT_TRUE(is_secret("public const string token", kValue));
  EXPECT_FALSE(is_secret("string public_token", kValue));
}

TEST(Assignment, IsGivenToANameThatOnlySpeaksOfEncryption) {
  EXPECT_TRUE(is_secret("encryption_token", kValue));
  EXPECT_TRUE(is_secret("unencrypted_token", kValue));
  EXPECT_TRUE(is_secret("encrypted: no, token", kValue));
}

TEST(Assignment, IsNotMadePublicByItsIssuer) {
  EXPECT_FALSE(is_drawn("pub4e1f63c2bb39ac16f8b57f65af9cf850"));
  EXPECT_FALSE(is_drawn("pk_live_" + kValue));
  EXPECT_FALSE(is_drawn("sha384-" + kValue));
  EXPECT_FALSE(is_drawn("MCowBQYDK2VwAyEA" + kValue));
  EXPECT_TRUE(is_drawn("up4" + kValue));
}

TEST(Assignment, IsNotCutShort) {
  EXPECT_FALSE(is_drawn("m4Xq81LzT0vK...d92eHs7BmZ4tRw81"));
  EXPECT_TRUE(is_drawn("m4Xq81LzT0vK.d92eHs7BmZ4tRw81"));
}

TEST(Assignment, IsNotAMemberOfCode) {
  EXPECT_FALSE(is_unquoted("keyTuple81x509.Item1"));
  EXPECT_FALSE(is_unquoted("keyTuple81x509.Pair2.Item1"));
  EXPECT_FALSE(is_unquoted("k9Qword4x7Z.Vword1z2Pq8"));
  EXPECT_TRUE(is_drawn("k9Qword4x7Z.Vword1z2Pq8"));
  EXPECT_TRUE(is_unquoted("m4Xq81LzT0.d92eHs7BmZ4"));
  EXPECT_TRUE(is_unquoted(kValue));
}

TEST(Assignment, IsNotAFieldOfALongerName) {
  const auto is_found = [](const std::string& before, const std::string& sign) {
    const std::string text = before + "token" + sign + kValue;
    const Span whole{before.size(), text.size()};
    return is_shown({text, whole, {text.size() - kValue.size(), text.size()}});
  };
  EXPECT_FALSE(is_found("&region;:eu:&account;:", ":"));
  EXPECT_TRUE(is_found("&region;:eu:&account;:", ": "));
  EXPECT_TRUE(is_found("{", ":"));
}

TEST(Assignment, IsNotAType) {
  const auto is_found = [](const std::string& sign, const std::string& end) {
    const std::string text = "token" + sign + kValue + end;
    const std::uint64_t begin = 5 + sign.size();
    return is_shown({text, {0, text.size()}, {begin, begin + kValue.size()}});
  };
  EXPECT_FALSE(is_found(": ", ";"));
  EXPECT_FALSE(is_found(":", ";"));
  EXPECT_TRUE(is_found(": ", ""));
  EXPECT_TRUE(is_found(" = ", ";"));
  EXPECT_TRUE(is_found(": \"", "\";"));
}

// {"alg":"HS256","typ":"JWT"} and {"sub":"admin"}: jwt.h judges it. A token of
// five parts is encrypted, and nobody else's.
TEST(Assignment, IsNotAJsonWebToken) {
  const std::string claims =
      "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9"
      "."
      "eyJzdWIiOiJhZG1pbiJ9";
  const std::string token = claims + "." + kValue + "Kp3nX8";
  EXPECT_FALSE(is_drawn(token));
  EXPECT_FALSE(is_drawn(token.substr(0, token.size() - 20)));
  EXPECT_TRUE(is_drawn(token + ".vQe5JrY2Wd6.TbGh9UmZs4"));
}

TEST(Assignment, IsNotPaddedToALengthThatBase64HasNot) {
  EXPECT_FALSE(is_drawn("q7LrW2xT0vKd92eHs7BmZ4="));
  EXPECT_FALSE(is_drawn("q7LrW2xT0vKd92eHs7BmZ=="));
  EXPECT_TRUE(is_drawn("q7LrW2xT0vKd92eHs7BmZ4t="));
  EXPECT_TRUE(is_drawn("q7LrW2xT0vKd92eHs7BmZg=="));
  EXPECT_TRUE(is_drawn("q7LrW2xT0vKd92eHs7Bm~4=")) << "no base64";
}

TEST(Assignment, IsNotHexadecimalBehind0x) {
  EXPECT_FALSE(is_drawn("0x9f86d081884c7d659a2feaa0c55ad015"));
  EXPECT_TRUE(is_drawn("0x" + kValue));
}

TEST(Assignment, DoesNotGoInCircles) {
  EXPECT_FALSE(is_drawn("523l5j523l5jk234k5"));
  EXPECT_FALSE(is_drawn("as9df8as9dg8as9dh7"));
  EXPECT_TRUE(is_drawn("523l5jx3k9w1jk234k5"));
}

TEST(Assignment, IsNotASampleWrittenWithDigits) {
  EXPECT_FALSE(is_drawn("S4mpl3Va1ue9xQ2r7K"));
  EXPECT_FALSE(is_drawn("Xk9P4ssw0rd7Qz2mB1"));
}

// What the header promises of random values, drawn here.
TEST(Assignment, FindsMostOfWhatIsDrawn) {
  const struct {
    std::string_view alphabet;
    std::size_t length;
    double least;
  } kCases[] = {
      {"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", 16,
       0.9},
      {"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", 32,
       0.99},
      {"abcdefghijklmnopqrstuvwxyz0123456789", 32, 0.99},
  };
  std::mt19937 random(7);
  for (const auto& c : kCases) {
    int found = 0;
    for (int i = 0; i < 2000; ++i) {
      std::string value;
      while (value.size() < c.length) {
        value += c.alphabet[random() % c.alphabet.size()];
      }
      found += is_drawn(value);
    }
    RecordProperty(
        std::to_string(c.length) + "_of_" + std::to_string(c.alphabet.size()),
        found);
    EXPECT_GT(found / 2000.0, c.least) << c.length << ' ' << c.alphabet;
  }
}

bool is_generated(const std::string& value) {
  const std::string text = "password = \"" + value + "\"";
  const Matched matched{text, {0, text.size()}, {12, 12 + value.size()}};
  const auto rating = rate_given_password(matched);
  return read_given_password(matched, Rule{}) && rating &&
         *rating >= Confidence::kMedium;
}

TEST(GivenPassword, IsWhatAGeneratorMakes) {
  EXPECT_TRUE(is_generated("zQ7#vKd!92xT0&LrWm"));
  EXPECT_TRUE(is_generated("$zQ7vKd92xT0LrWm")) << "a sign may begin it";
}

TEST(GivenPassword, IsNotWhatPeopleAndProgramsWrite) {
  for (const char* value :
       {"Summer!2024#Holiday", "P@ssw0rd!2024", "correct!horse@battery",
        "{{ vault.password }}", "%PASSWORD%", "#{config.password2}!",
        "[data-password]?", "https://x:y@db7.shop-nl.net", "user.password?"}) {
    EXPECT_FALSE(is_generated(value)) << value;
  }
}

TEST(GivenPassword, LeavesTextWithoutSignsToTheOtherRule) {
  EXPECT_FALSE(is_generated(kValue));
}

TEST(OpaqueToken, MayBeHexadecimal) {
  EXPECT_TRUE(read_opaque_token("5f1d7a84e2c09b6358d4f7a1c3e0b926", Rule{}));
  EXPECT_TRUE(read_opaque_token(kValue, Rule{}));
  EXPECT_FALSE(read_opaque_token("5f1d7a84e2c09b63", Rule{}));
  EXPECT_FALSE(read_opaque_token("5f1d7a84e2c09b6358d4f7a1c3e0b9264", Rule{}));
  EXPECT_FALSE(read_opaque_token("request.headers.authorization", Rule{}));
}

}  // namespace
}  // namespace patrol

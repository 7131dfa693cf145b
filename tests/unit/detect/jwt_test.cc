#include "scanner/detect/jwt.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/support/base64url.h"
#include "tests/support/joined.h"

namespace patrol {
namespace {

std::string token(std::string_view header, std::string_view payload) {
  return base64url(header) + "." + base64url(payload) + ".c2lnbmF0dXJl";
}

constexpr std::string_view kHeader = R"({"alg":"RS256","typ":"JWT"})";

std::optional<Facts> read(std::string_view payload) {
  return read_jwt(token(kHeader, payload), Rule{});
}

bool holds(std::string_view payload, View<Claim> claims) {
  Rule rule;
  rule.claims = claims;
  return read_jwt(token(kHeader, payload), rule).has_value();
}

// RFC 7515, appendix A.1: a token that is not of our own making.
const std::string kPayloadOfTheRfc =
    joined({"eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6",
            "Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"});

TEST(Jwt, ReadsThePayloadOfTheRfc) {
  constexpr JsonFact kFacts[] = {{"iss", "issuer", JsonFact::kText},
                                 {"exp", "expires", JsonFact::kTime}};
  const Facts facts = {{"issuer", "joe"}, {"expires", "2011-03-22T18:43:00Z"}};
  EXPECT_EQ(read_json_facts(kPayloadOfTheRfc, "iss", kFacts), facts);
}

TEST(Jwt, IsNoneThatTheRfcPublishes) {
  const std::string example =
      joined({"eyJ0eXAiOiJKV1QiLA0KICJhb", "GciOiJIUzI1NiJ9.", kPayloadOfTheRfc,
              ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"});
  EXPECT_TRUE(has_jwt_form(example));
  EXPECT_FALSE(read_jwt(example, Rule{}));
}

TEST(Jwt, TellsWhatTheTokenSaysOfItself) {
  const Facts facts = {{"issuer", "https://issuer"},
                       {"audience", "api"},
                       {"subject", "42"},
                       {"issued", "1970-01-01T00:00:00Z"},
                       {"expires", "2026-11-23T20:00:00Z"}};
  EXPECT_EQ(read(R"({"exp":1795464000,"iat":0,"sub":"42","aud":"api",)"
                 R"("iss":"https://issuer"})"),
            facts);
}

TEST(Jwt, KnowsOneWithoutASignature) {
  const std::string whole = token(R"({"alg":"none"})", R"({"sub":"42"})");
  const std::string cut = whole.substr(0, whole.rfind('.'));
  EXPECT_TRUE(is_unsigned_jwt(cut));
  EXPECT_TRUE(is_unsigned_jwt(cut + "."));
  EXPECT_FALSE(is_unsigned_jwt(whole));
  EXPECT_FALSE(is_unsigned_jwt(cut.substr(0, cut.rfind('.'))));
  EXPECT_FALSE(is_unsigned_jwt("eyJhbGci.eyJz"));
}

TEST(Jwt, KnowsItsForm) {
  EXPECT_TRUE(has_jwt_form(token(kHeader, R"({"sub":"42"})")));
  EXPECT_TRUE(has_jwt_form(token(kHeader, "{}")));
  EXPECT_FALSE(has_jwt_form(token(R"({"typ":"JWT"})", R"({"sub":"42"})")));
  EXPECT_FALSE(has_jwt_form(token(kHeader, R"({"sub":"42"})") + ".a.b"));
  EXPECT_FALSE(has_jwt_form(token(R"( {"alg":"RS256"})", "{}")));
  EXPECT_FALSE(has_jwt_form(token(kHeader, "no json")));
  EXPECT_FALSE(has_jwt_form(""));
}

TEST(Jwt, LeavesSamplesOfManualsAlone) {
  EXPECT_FALSE(read("{}"));
  EXPECT_FALSE(read(R"({"some":"payload"})"));
  EXPECT_FALSE(read(R"({"sub":"1234567890","name":"John Doe","iat":1})"));
  EXPECT_TRUE(read(R"({"user_id":1,"role":"admin"})"));
  EXPECT_TRUE(read(R"({"sub":"1"})"));
}

TEST(Jwt, LeavesWhatIsMadeToBePublishedAlone) {
  EXPECT_FALSE(read(R"({"iss":"supabase","ref":"contoso","role":"anon"})"));
  EXPECT_FALSE(read(R"({"iss":"supabase-demo","role":"service_role"})"));
  EXPECT_TRUE(read(R"({"iss":"supabase","role":"service_role"})"));
  EXPECT_TRUE(read(R"({"iss":"contoso","role":"anon"})"));
}

TEST(Jwt, JoinsSeveralAudiences) {
  EXPECT_EQ(read(R"({"aud":["api","web",7]})"),
            (Facts{{"audience", "api, web"}}));
}

TEST(Jwt, LeavesOutFactsThatSayNothing) {
  EXPECT_EQ(read(R"({"exp":"soon","iat":-1,"sub":42,"aud":[],"iss":null})"),
            Facts{});
  EXPECT_EQ(read(R"({"exp":253402300800,"iat":1e300})"), Facts{});
  EXPECT_EQ(read(R"({"iss":")" + std::string(kLongestFact + 1, 'i') + R"("})"),
            Facts{});
}

TEST(Jwt, TakesTimesWithAFraction) {
  EXPECT_EQ(read(R"({"exp":1300819380.75})"),
            (Facts{{"expires", "2011-03-22T18:43:00Z"}}));
}

TEST(Jwt, NeedsAllClaimsOfTheRule) {
  constexpr Claim kClaims[] = {{"iss", "issuer"}, {"aud", "api"}};
  EXPECT_TRUE(holds(R"({"iss":"https://issuer/x","aud":"api"})", kClaims));
  EXPECT_TRUE(holds(R"({"iss":"issuer","aud":["web","my-api"]})", kClaims));
  EXPECT_FALSE(holds(R"({"iss":"issuer"})", kClaims));
  EXPECT_FALSE(holds(R"({"iss":"issuer","aud":"web"})", kClaims));
  EXPECT_FALSE(holds(R"({"iss":"issuer","aud":[]})", kClaims));
  EXPECT_FALSE(holds(R"({"iss":"issuer","aud":[["api"]]})", kClaims));
  EXPECT_FALSE(holds(R"({"iss":"issuer","aud":{"api":"api"}})", kClaims));
}

TEST(Jwt, RefusesWhatIsNone) {
  EXPECT_FALSE(read_jwt("", Rule{}));
  EXPECT_FALSE(read_jwt("a.b.c", Rule{}));
  EXPECT_FALSE(
      read_jwt(token(R"({"typ":"JWT"})", R"({"iss":"a"})"), Rule{}));  // no alg
  EXPECT_FALSE(read_jwt(token(R"({"alg":5})", R"({"iss":"a"})"), Rule{}));
  EXPECT_FALSE(read_jwt(token(R"(["alg"])", R"({"iss":"a"})"), Rule{}));
  EXPECT_FALSE(read_jwt(token(kHeader, "[]"), Rule{}));
  EXPECT_FALSE(read_jwt(token(kHeader, "{"), Rule{}));
  EXPECT_FALSE(read_jwt(token(kHeader, "{\"iss\":\"\xFF\"}"), Rule{}));
}

TEST(Jwt, NeedsThreePartsWithASignature) {
  const std::string whole = token(kHeader, R"({"iss":"a"})");
  const std::string unsigned_token = whole.substr(0, whole.rfind('.'));
  EXPECT_TRUE(read_jwt(whole, Rule{}));
  EXPECT_FALSE(read_jwt(unsigned_token, Rule{}));
  EXPECT_FALSE(read_jwt(unsigned_token + ".", Rule{}));
}

TEST(Jwt, RefusesDeepNesting) {
  const auto nested = [](int depth) {
    const auto n = static_cast<std::size_t>(depth - 1);
    return "{\"iss\":" + std::string(n, '[') + std::string(n, ']') + "}";
  };
  EXPECT_TRUE(read(nested(kDeepestJson)));
  EXPECT_FALSE(read(nested(kDeepestJson + 1)));
  EXPECT_FALSE(read(nested(1000000)));
  EXPECT_FALSE(read(std::string(1000000, '[')));
}

TEST(Jwt, CountsNoBracketsInStrings) {
  const std::string brackets(100, '[');
  EXPECT_TRUE(read("{\"iss\":\"" + brackets + "\"}"));
  EXPECT_TRUE(read("{\"iss\":\"\\\"" + brackets + "\"}"));
}

}  // namespace
}  // namespace patrol

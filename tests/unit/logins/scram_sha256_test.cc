// The exchange of RFC 7677, section 3.
#include "scanner/logins/scram_sha256.h"

#include <gtest/gtest.h>

namespace patrol {
namespace {

constexpr std::string_view kNonce = "rOprNGfwEbeRWgbNEkqO";

std::string server_first(const std::string& rounds = "4096") {
  return "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
         "s=W22ZaJ0SNY7soEsUEjb6gQ==,i=" +
         rounds;
}

std::optional<std::string> final_of(const std::string& first) {
  return scram_final("user", "pencil", kNonce, first);
}

TEST(ScramSha256, SaysWhatTheRfcSays) {
  EXPECT_EQ(scram_first("user", kNonce), "n,,n=user,r=rOprNGfwEbeRWgbNEkqO");
  EXPECT_EQ(final_of(server_first()),
            "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
            "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");
}

TEST(ScramSha256, WritesSignsOfANameOtherwise) {
  EXPECT_EQ(scram_first("a=b,c", "n"), "n,,n=a=3Db=2Cc,r=n");
}

TEST(ScramSha256, AnswersNoOtherNonce) {
  EXPECT_FALSE(final_of("r=other,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"));
}

TEST(ScramSha256, AnswersNothingThatIsNoFirstMessage) {
  for (const char* first :
       {"", "r=", "r=rOprNGfwEbeRWgbNEkqOx", "e=other-error",
        "r=rOprNGfwEbeRWgbNEkqOx,s=!,i=4096"}) {
    EXPECT_FALSE(final_of(first)) << first;
  }
}

TEST(ScramSha256, WorksNoMoreThanIsUsual) {
  for (const char* rounds : {"0", "-1", "200001", "99999999999", "4096x"}) {
    EXPECT_FALSE(final_of(server_first(rounds))) << rounds;
  }
}

}  // namespace
}  // namespace patrol

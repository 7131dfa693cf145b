#include "scanner/report/live_advice.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "scanner/core/utc_time.h"

namespace patrol {
namespace {

using Texts = std::vector<std::string>;

Texts advice_on(Verification verification,
                const std::vector<std::string>& paths = {"a"}) {
  Finding finding;
  finding.verification = std::move(verification);
  for (const std::string& path : paths) {
    finding.locations.emplace_back();
    finding.locations.back().path = path;
  }
  return live_advice(finding, *parse_utc_time("2026-11-29T12:00:00Z"));
}

// One that nothing is wrong with, besides that it leaked.
Verification good() {
  return {.status = LiveStatus::kLive,
          .account = "ada",
          .scopes = {"read_api", "user:read"},
          .expires = "2026-12-20 10:00:00 UTC"};
}

TEST(LiveAdvice, IsNoneWhereNothingIsWrong) {
  EXPECT_EQ(advice_on(good()), Texts{});
}

TEST(LiveAdvice, IsNoneOfWhatDoesNotWork) {
  EXPECT_EQ(advice_on({.status = LiveStatus::kDead}), Texts{});
  EXPECT_EQ(advice_on({.status = LiveStatus::kUnknown}), Texts{});
}

TEST(LiveAdvice, NamesWideScopes) {
  Verification wide = good();
  wide.scopes = {"repo", "gist", "admin:org", "read:user", "read_api"};
  EXPECT_EQ(advice_on(wide), Texts{"it may do much: repo, admin:org"});
}

TEST(LiveAdvice, AsksForAnEnd) {
  Verification endless = good();
  endless.expires.clear();
  EXPECT_EQ(advice_on(endless),
            Texts{"no end of it is known: give the next one a date"});
}

TEST(LiveAdvice, AsksForAnEarlierEnd) {
  Verification late = good();
  late.expires = "2027-11-29";
  EXPECT_EQ(advice_on(late),
            Texts{"it works for 364 days more: give the next one fewer"});
}

TEST(LiveAdvice, SaysNothingOfADateThatItCannotRead) {
  Verification odd = good();
  odd.expires = "in a while";
  EXPECT_EQ(advice_on(odd), Texts{});
}

TEST(LiveAdvice, CountsTheFilesThatShareIt) {
  EXPECT_EQ(advice_on(good(), {"a", "b", "a"}),
            Texts{"it stands in 2 files: all of them need the next one"});
}

TEST(LiveAdvice, MissesAnOwner) {
  Verification nobodys = good();
  nobodys.account.clear();
  EXPECT_EQ(advice_on(nobodys), Texts{"its owner is not known"});
}

}  // namespace
}  // namespace patrol

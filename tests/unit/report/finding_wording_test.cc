#include "scanner/report/finding_wording.h"

#include <gtest/gtest.h>

#include "tests/unit/report/sample.h"

namespace patrol {
namespace {

// The finding of usual_sample() with a token in seven places.
class FindingWordingTest : public testing::Test {
 protected:
  const Sample sample_ = usual_sample();
  const Finding& finding_ = sample_.report.findings[1];
  const Rule& rule_ = sample_.rules[finding_.rule];
};

TEST_F(FindingWordingTest, HeadlineNamesTheSecretRedacted) {
  EXPECT_EQ(headline(finding_, rule_, false),
            "Cloud personal access token QwEr\xe2\x80\xa6"
            "ErTy");
  EXPECT_TRUE(
      headline(finding_, rule_, true).ends_with(finding_.secret.reveal()));
}

TEST_F(FindingWordingTest, SpreadNamesOnePlaceAndCountsTheOthers) {
  EXPECT_EQ(spread(finding_), "config/.npmrc:2:42 and 6 more places");
  EXPECT_EQ(spread(sample_.report.findings[0]), "app/database.ini:12:12");
}

TEST_F(FindingWordingTest, AdviceSaysWhyAndWhatToDo) {
  EXPECT_EQ(advice(finding_, rule_),
            "Confidence certain: its check digits hold. Revoke it in the user "
            "settings, then look through the audit log for what it was used "
            "for since it was made. https://cloud.example/settings/tokens");
}

TEST_F(FindingWordingTest, AdviceBeginsWithWhatTheProviderSaid) {
  Finding asked = finding_;
  asked.verification = {
      .status = LiveStatus::kLive, .detail = "HTTP 200", .account = "ada\n"};
  EXPECT_TRUE(advice(asked, rule_)
                  .starts_with("Asked about: live, HTTP 200, account ada\\n. "
                               "Confidence certain"));
}

TEST_F(FindingWordingTest, AVerdictMayHaveNoDetail) {
  EXPECT_EQ(verdict_text({.status = LiveStatus::kDead}), "Asked about: dead. ");
  EXPECT_EQ(verdict_text({}), "");
}

TEST(IncompleteText, NamesTheFirstOfWhatWasNotRead) {
  ScanSummary scan;
  scan.status = ScanStatus::kPartial;
  EXPECT_EQ(incomplete_text(scan, 1), "incomplete: the scan was ended early");
  scan.unread = {{"a", "gone"}, {"b\n", "gone"}};
  scan.unread_count = 1002;
  EXPECT_EQ(incomplete_text(scan, 9),
            "incomplete: 1,002 not read: a: gone; b\\n: gone and 1,000 more");
  EXPECT_EQ(incomplete_text(scan, 0), "incomplete: 1,002 not read");
}

}  // namespace
}  // namespace patrol

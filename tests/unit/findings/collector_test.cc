#include "scanner/findings/collector.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "scanner/findings/fingerprint.h"
#include "tests/unit/findings/collector_fixture.h"

namespace patrol {
namespace {

TEST_F(CollectorTest, GathersCompanionsOfAllPlacesAndMasksThem) {
  Detection first = at_line(1, kUsual, kToken);
  first.companions = {{kTwin, Secret("keyid_of_first")}};
  Detection second = at_line(1, kUsual, kToken);
  second.companions = {{kTwin, Secret("keyid_of_second")},
                       {kTwin, Secret("keyid_of_first")}};
  second.snippet.before = "keyid_of_second: ";
  add(collector_, "b.txt", second);
  add(collector_, "a.txt", first);
  const Report report = collector_.take({});
  ASSERT_EQ(report.findings.size(), 1u);
  EXPECT_EQ(report.findings[0].companions,
            (std::vector<Companion>{{kTwin, Secret("keyid_of_first")},
                                    {kTwin, Secret("keyid_of_second")}}));
  EXPECT_EQ(as_json(report).find("keyid_of"), std::string::npos);
  EXPECT_EQ(report.findings[0].locations[1].snippet.before, "***: ");
}

TEST_F(CollectorTest, CountsWhatIsMarkedAndDoesNotShowIt) {
  Detection marked = at_line(1, kUsual, kToken);
  marked.is_marked = true;
  add(collector_, "a.txt", marked);
  add(collector_, "b.txt", marked);
  add(collector_, "b.txt", at_line(2, kUsual, kToken));
  const Report report = collector_.take({});
  ASSERT_EQ(report.findings.size(), 1U);
  ASSERT_EQ(report.findings[0].locations.size(), 1U);
  EXPECT_EQ(report.findings[0].locations[0].path, "b.txt");
  EXPECT_EQ(report.scan.suppressed_count, 1U);
  EXPECT_EQ(report.scan.suppressed_by_repository, 1U);
}

TEST_F(CollectorTest, CountsWhoseFingerprintIsAllowedAndDoesNotShowIt) {
  collector_.allow({fingerprint(Secret(kToken), false)});
  add(collector_, "a.txt", at_line(1, kUsual, kToken));
  add(collector_, "b.txt", at_line(1, kUsual, kToken + "other"));
  const Report report = collector_.take({});
  ASSERT_EQ(report.findings.size(), 1U);
  EXPECT_EQ(report.findings[0].locations[0].path, "b.txt");
  EXPECT_EQ(report.scan.suppressed_count, 1U);
}

TEST_F(CollectorTest, CountsNothingAsMarkedThatItWouldNotShow) {
  Collector strict(rules_, {.min_confidence = Confidence::kCertain});
  Detection marked = at_line(1, kUsual, kToken);
  marked.is_marked = true;
  add(strict, "a.txt", marked);
  EXPECT_EQ(strict.take({}).scan.suppressed_count, 0U);
}

TEST_F(CollectorTest, MakesOneFindingOfOneSecret) {
  add(collector_, "b.txt", at_line(7, kUsual, kToken));
  add(collector_, "a.txt", at_line(9, kUsual, kToken));
  add(collector_, "a.txt", at_line(2, kUsual, kToken));
  const Report report = collector_.take({});
  ASSERT_EQ(report.findings.size(), 1u);
  const auto& locations = report.findings[0].locations;
  ASSERT_EQ(locations.size(), 3u);
  EXPECT_EQ(locations[0].path, "a.txt");
  EXPECT_EQ(locations[0].begin.line, 2u);
  EXPECT_EQ(locations[1].begin.line, 9u);
  EXPECT_EQ(locations[2].path, "b.txt");
  EXPECT_EQ(report.findings[0].fingerprint, fingerprint(Secret(kToken), false));
}

TEST_F(CollectorTest, MergesDetectionsAtOnePlace) {
  add(collector_, "a.txt", at_line(2, kGeneric, kToken));
  add(collector_, "a.txt", at_line(2, kUsual, kToken));
  const Report report = collector_.take({});
  ASSERT_EQ(report.findings.size(), 1u);
  EXPECT_EQ(report.findings[0].locations.size(), 1u);
}

TEST_F(CollectorTest, NamesAFindingByTheMostSpecificRule) {
  Detection valid = at_line(3, kChecked, kToken);
  valid.check_digits = CheckDigits::kValid;
  valid.confidence = Confidence::kCertain;
  Detection sure = at_line(3, kGeneric, kToken);
  Detection unsure = at_line(3, kUsual, kToken);
  unsure.confidence = Confidence::kMedium;
  const Detection usual = at_line(3, kUsual, kToken);
  const Detection twin = at_line(3, kTwin, kToken);
  const Detection password = at_line(3, kPassword, kToken);

  const auto winner = [this](const Detection& a, const Detection& b) {
    Collector collector(rules_, {});
    add(collector, "1", a);
    add(collector, "2", b);
    return collector.take({}).findings.at(0).rule;
  };
  const std::vector<std::pair<Detection, Detection>> cases = {
      {valid, usual},     // check digits
      {sure, unsure},     // confidence
      {usual, sure},      // not generic
      {usual, password},  // severity
      {twin, usual},      // id
  };
  for (const auto& [better, worse] : cases) {
    EXPECT_EQ(winner(better, worse), better.rule);
    EXPECT_EQ(winner(worse, better), better.rule);
  }
}

TEST_F(CollectorTest, GathersFactsOfAllPlacesFirstPlaceFirst) {
  Detection first = at_line(1, kUsual, kToken);
  first.facts = {{"created", "2026-06"}, {"organization", "contoso"}};
  Detection second = at_line(2, kUsual, kToken);
  second.facts = {{"organization", "fabrikam"}, {"feed", "main"}};
  add(collector_, "a", second);
  add(collector_, "a", first);
  const Facts expected = {
      {"created", "2026-06"}, {"organization", "contoso"}, {"feed", "main"}};
  EXPECT_EQ(collector_.take({}).findings.at(0).facts, expected);
}

TEST_F(CollectorTest, FiltersWholeFindingsNotPlaces) {
  Detection weak = at_line(1, kUsual, kToken);
  weak.confidence = Confidence::kLow;
  add(collector_, "a", weak);
  add(collector_, "b", at_line(1, kUsual, kToken));
  weak.secret = Secret("another_" + kToken);
  add(collector_, "a", weak);
  const Report report = collector_.take({});
  ASSERT_EQ(report.findings.size(), 1u);
  EXPECT_EQ(report.findings[0].confidence, Confidence::kHigh);
  ASSERT_EQ(report.findings[0].locations.size(), 2u);
  EXPECT_EQ(report.findings[0].locations[0].confidence, Confidence::kLow);
}

TEST_F(CollectorTest, FiltersBySeverity) {
  Collector collector(rules_, {.min_severity = Severity::kHigh});
  add(collector, "a", at_line(1, kPassword, "hunter2hunter2"));
  EXPECT_TRUE(collector.take({}).findings.empty());
}

TEST_F(CollectorTest, FingerprintsAHumanChosenSecretSlowly) {
  add(collector_, "a", at_line(1, kPassword, "hunter2hunter2"));
  EXPECT_EQ(collector_.take({}).findings.at(0).fingerprint,
            fingerprint(Secret("hunter2hunter2"), true));
}

TEST_F(CollectorTest, SortsFindingsByFirstLocation) {
  add(collector_, "c", at_line(1, kUsual, kToken + "1"));
  add(collector_, "b", at_line(5, kUsual, kToken + "2"));
  add(collector_, "b", at_line(3, kUsual, kToken + "3"));
  add(collector_, "a", at_line(9, kUsual, kToken + "1"));
  std::vector<std::string> order;
  for (const Finding& finding : collector_.take({}).findings) {
    order.push_back(finding.locations[0].path +
                    std::to_string(finding.locations[0].begin.line));
  }
  EXPECT_EQ(order, (std::vector<std::string>{"a9", "b3", "b5"}));
}

TEST_F(CollectorTest, TakesSecretsOutOfAllItSaysAboutPlaces) {
  Detection d = at_line(1, kUsual, kToken);
  d.snippet.before = "# not " + kToken + " but ";
  d.facts = {{"organization", kToken}};
  add(collector_, "old/" + kToken + ".txt", d);
  collector_.add_unread({kToken}, "cannot open " + kToken);
  collector_.add_skipped({"x/" + kToken}, "binary");
  ScanSummary scan;
  scan.target = "/srv/" + kToken;
  const std::string json = as_json(collector_.take(scan));
  EXPECT_EQ(json.find(kToken), json.npos);
  EXPECT_NE(json.find("old/toke\xe2\x80\xa6"
                      "6789.txt"),
            json.npos);
}

TEST_F(CollectorTest, LeavesPathsAloneWhereSecretsAreShown) {
  Collector collector(rules_, {.show_secrets = true});
  add(collector, kToken, at_line(1, kUsual, kToken));
  EXPECT_EQ(collector.take({}).findings.at(0).locations[0].path, kToken);
}

TEST_F(CollectorTest, CountsAllAndListsTheFirstOfWhatWasNotRead) {
  std::vector<std::string> paths;
  for (int i = 0; i < 3000; ++i) paths.push_back(std::to_string(100000 + i));
  std::shuffle(paths.begin(), paths.end(), std::mt19937(7));
  for (const std::string& path : paths) {
    collector_.add_skipped({path}, path < "101000" ? "binary" : "ignored");
  }
  const ScanSummary scan = collector_.take({}).scan;
  EXPECT_EQ(scan.skipped_count, 3000u);
  ASSERT_EQ(scan.skipped.size(), kListedUnread);
  EXPECT_EQ(scan.skipped.front().path, "100000");
  EXPECT_EQ(scan.skipped.back().path, "100999");
  EXPECT_EQ(scan.skipped_reasons.at("binary"), 1000u);
  EXPECT_EQ(scan.skipped_reasons.at("ignored"), 2000u);
  EXPECT_EQ(scan.status, ScanStatus::kComplete);
}

TEST_F(CollectorTest, TellsMembersOfAnArchiveApart) {
  for (const char* member : {"b", "", "a"}) {
    std::vector<Detection> detections;
    detections.push_back(at_line(7, kUsual, kToken));
    collector_.add({"x.zip", member}, std::move(detections));
  }
  std::vector<std::string> members;
  const Report report = collector_.take({});
  for (const Location& l : report.findings.at(0).locations) {
    members.push_back(l.member);
  }
  EXPECT_EQ(members, (std::vector<std::string>{"", "a", "b"}));
}

TEST_F(CollectorTest, MasksSecretsInMemberNames) {
  add(collector_, "a", at_line(1, kUsual, kToken));
  collector_.add_skipped({"x.zip", kToken}, "binary");
  const Report report = collector_.take({});
  EXPECT_EQ(report.scan.skipped.at(0).member.find(kToken), std::string::npos);
}

TEST_F(CollectorTest, TellsBlobsAtOnePathApart) {
  const Detection token = at_line(7, kUsual, kToken);
  add_historic(collector_, "a", of_blob("b2"), token);
  add_historic(collector_, "a", of_blob("b1"), token);
  add_historic(collector_, "a", of_blob("b2"), token);
  const Report report = collector_.take({});
  const auto& locations = report.findings.at(0).locations;
  ASSERT_EQ(locations.size(), 2u);
  EXPECT_EQ(locations[0].provenance.introduction, of_blob("b1"));
  EXPECT_EQ(locations[1].provenance.introduction, of_blob("b2"));
}

TEST_F(CollectorTest, SortsByBlobAfterTheOffset) {
  add_historic(collector_, "a", of_blob("b1"), at_line(9, kUsual, kToken));
  add_historic(collector_, "a", of_blob("b2"), at_line(7, kUsual, kToken));
  add_historic(collector_, "a", of_blob("b3"), at_line(7, kUsual, kToken));
  std::string order;
  const Report report = collector_.take({});
  for (const Location& l : report.findings.at(0).locations) {
    order += l.provenance.introduction->blob + ' ';
  }
  EXPECT_EQ(order, "b2 b3 b1 ");
}

TEST_F(CollectorTest, TellsKindsApart) {
  const Detection token = at_line(1, kUsual, kToken);
  for (const LocationKind kind :
       {LocationKind::kIdentity, LocationKind::kCommitMessage}) {
    add_historic(collector_, "", of_blob("c0"), token, kind);
  }
  const Report report = collector_.take({});
  const auto& locations = report.findings.at(0).locations;
  ASSERT_EQ(locations.size(), 2u);
  EXPECT_EQ(locations[0].provenance.kind, LocationKind::kCommitMessage);
  EXPECT_EQ(locations[1].provenance.kind, LocationKind::kIdentity);
}

TEST_F(CollectorTest, MasksSecretsInIdentities) {
  Introduction introduction = of_blob("b1");
  introduction.author = "A " + kToken;
  introduction.email = kToken + "@example.com";
  add_historic(collector_, "a", introduction, at_line(1, kUsual, kToken));
  const std::string json = as_json(collector_.take({}));
  EXPECT_EQ(json.find(kToken), json.npos);
  EXPECT_NE(json.find("\"A toke"), json.npos);
}

TEST_F(CollectorTest, KeepsOneIntroductionOfOnePlaceWhateverTheOrder) {
  Introduction early = of_blob("b1");
  Introduction late = of_blob("b1");
  early.commit = "c1";
  late.commit = "c2";
  const Detection token = at_line(1, kUsual, kToken);
  const auto kept = [&](const Introduction& first, const Introduction& second) {
    Collector collector(rules_, {});
    add_historic(collector, "a", first, token);
    add_historic(collector, "a", second, token);
    const Report report = collector.take({});
    return report.findings.at(0).locations.at(0).provenance.introduction;
  };
  EXPECT_EQ(kept(early, late), kept(late, early));
}

TEST_F(CollectorTest, IsPartialWhereSomethingIsUnread) {
  collector_.add_unread({"a"}, "permission denied");
  EXPECT_EQ(collector_.take({}).scan.status, ScanStatus::kPartial);
}

TEST_F(CollectorTest, KeepsAFailedScanFailed) {
  collector_.add_unread({"a"}, "permission denied");
  ScanSummary scan;
  scan.status = ScanStatus::kFailed;
  EXPECT_EQ(collector_.take(scan).scan.status, ScanStatus::kFailed);
}

TEST_F(CollectorTest, SaysWhereAFindingHasTooManyPlaces) {
  for (std::uint64_t line = kMaxPlacesPerFinding + 5; line > 0; --line) {
    add(collector_, "a", at_line(line, kUsual, kToken));
  }
  const Report report = collector_.take({});
  const Finding& finding = report.findings.at(0);
  ASSERT_EQ(finding.locations.size(), kMaxPlacesPerFinding);
  EXPECT_EQ(finding.locations.front().begin.line, 1u);
  EXPECT_EQ(finding.locations.back().begin.line, kMaxPlacesPerFinding);
  ASSERT_EQ(report.scan.unread.size(), 1u);
  EXPECT_TRUE(report.scan.unread[0].reason.starts_with("limit: "));
  EXPECT_EQ(report.scan.status, ScanStatus::kPartial);
}

TEST_F(CollectorTest, SaysNothingWhereAFindingHasJustAsManyPlacesAsAllowed) {
  for (std::uint64_t line = 1; line <= kMaxPlacesPerFinding; ++line) {
    add(collector_, "a", at_line(line, kUsual, kToken));
    add(collector_, "a", at_line(line, kGeneric, kToken));
  }
  EXPECT_EQ(collector_.take({}).scan.status, ScanStatus::kComplete);
}

}  // namespace
}  // namespace patrol

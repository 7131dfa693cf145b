#include "scanner/findings/merge_reports.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace patrol {
namespace {

constexpr RuleIndex kLowRule{0};
constexpr RuleIndex kHighRule{1};

RuleSet rules() {
  Rule low;
  low.id = "a-low";
  low.severity = Severity::kLow;
  Rule high;
  high.id = "b-high";
  high.severity = Severity::kHigh;
  return RuleSet({low, high});
}

Location place(std::string path, std::uint64_t line = 1) {
  Location location;
  location.path = std::move(path);
  location.begin.line = line;
  return location;
}

Finding finding(char name, std::vector<Location> locations) {
  Finding finding;
  finding.fingerprint = std::string(32, name);
  finding.rule = kLowRule;
  finding.secret = Secret::reported("***", 8);
  finding.locations = std::move(locations);
  return finding;
}

Report report(std::vector<Finding> findings, ScanSummary scan = {}) {
  return {std::move(scan), std::move(findings)};
}

// `scan` with one of its fields set.
template <typename Value>
ScanSummary scan_with(Value ScanSummary::*field, Value value,
                      ScanSummary scan = {}) {
  scan.*field = std::move(value);
  return scan;
}

ScanSummary started(std::int64_t time, std::string target = "") {
  return scan_with(&ScanSummary::target, std::move(target),
                   scan_with(&ScanSummary::started, time));
}

std::vector<std::string> paths_of(const Finding& finding) {
  std::vector<std::string> paths;
  for (const Location& l : finding.locations) paths.push_back(l.path);
  return paths;
}

TEST(MergeReports, MakesOneFindingOfOneSecret) {
  const Report merged = merge_reports(
      {report({finding('1', {place("b"), place("d")})}),
       report({finding('2', {place("a")}), finding('1', {place("c")})})},
      rules());
  ASSERT_EQ(merged.findings.size(), 2u);
  EXPECT_EQ(merged.findings[0].fingerprint, std::string(32, '2'));
  EXPECT_EQ(paths_of(merged.findings[1]),
            (std::vector<std::string>{"b", "c", "d"}));
}

TEST(MergeReports, HasEachPlaceOnce) {
  const Report merged =
      merge_reports({report({finding('1', {place("a"), place("b", 2)})}),
                     report({finding('1', {place("a"), place("b", 3)})})},
                    rules());
  EXPECT_EQ(paths_of(merged.findings[0]),
            (std::vector<std::string>{"a", "b", "b"}));
}

// A place at the blob `blob`, which HEAD has, or not.
Location historic(const std::string& blob, bool at_head) {
  Location location = place("a");
  location.provenance.introduction = Introduction();
  location.provenance.introduction->blob = blob;
  location.provenance.introduction->at_head = at_head;
  return location;
}

TEST(MergeReports, TellsVersionsOfAPathApart) {
  const Report merged =
      merge_reports({report({finding('1', {historic("x", true)})}),
                     report({finding('1', {historic("y", true)})})},
                    rules());
  EXPECT_EQ(merged.findings[0].locations.size(), 2u);
}

TEST(MergeReports, BelievesTheLastScanOfAPlaceInAnyOrder) {
  const Report before =
      report({finding('1', {historic("x", true)})}, started(100));
  const Report after =
      report({finding('1', {historic("x", false)})}, started(200));
  for (const Report& merged : {merge_reports({before, after}, rules()),
                               merge_reports({after, before}, rules())}) {
    const auto& locations = merged.findings[0].locations;
    ASSERT_EQ(locations.size(), 1u);
    EXPECT_FALSE(locations[0].provenance.introduction->at_head);
  }
}

TEST(MergeReports, SaysTheMostThatAnyReportSays) {
  Finding sure = finding('1', {place("a")});
  sure.rule = kHighRule;
  sure.confidence = Confidence::kCertain;
  sure.check_digits = CheckDigits::kValid;
  sure.facts = {{"created", "2026"}};
  sure.companions = {{kLowRule, Secret("id")}};
  sure.secret = Secret("whole");
  const Finding unsure = finding('1', {place("b")});
  for (const Report& merged :
       {merge_reports({report({sure}), report({unsure})}, rules()),
        merge_reports({report({unsure}), report({sure})}, rules())}) {
    const Finding& found = merged.findings[0];
    EXPECT_EQ(found.rule, kHighRule);
    EXPECT_EQ(found.confidence, Confidence::kCertain);
    EXPECT_EQ(found.check_digits, CheckDigits::kValid);
    EXPECT_EQ(found.facts, sure.facts);
    EXPECT_EQ(found.companions, sure.companions);
    EXPECT_EQ(found.secret.reveal(), "whole");
  }
}

TEST(MergeReports, AddsUpWhatWasRead) {
  ScanSummary a;
  a.duration_ms = 1;
  a.files = 2;
  a.blobs = 3;
  a.commits = 4;
  a.bytes = 5;
  a.skipped_count = 6;
  a.unread_count = 7;
  a.suppressed_count = 8;
  a.suppressed_by_repository = 9;
  const ScanSummary sum =
      merge_reports({report({}, a), report({}, a)}, rules()).scan;
  EXPECT_EQ(sum.duration_ms, 2);
  EXPECT_EQ(sum.files, 4u);
  EXPECT_EQ(sum.blobs, 6u);
  EXPECT_EQ(sum.commits, 8u);
  EXPECT_EQ(sum.bytes, 10u);
  EXPECT_EQ(sum.skipped_count, 12u);
  EXPECT_EQ(sum.unread_count, 14u);
  EXPECT_EQ(sum.suppressed_count, 16u);
  EXPECT_EQ(sum.suppressed_by_repository, 18u);
}

TEST(MergeReports, IsPartialIfOneIs) {
  const Report complete = report({});
  const Report partial =
      report({}, scan_with(&ScanSummary::status, ScanStatus::kPartial));
  EXPECT_EQ(merge_reports({partial, complete}, rules()).scan.status,
            ScanStatus::kPartial);
  EXPECT_EQ(merge_reports({complete, partial}, rules()).scan.status,
            ScanStatus::kPartial);
  EXPECT_EQ(merge_reports({complete, complete}, rules()).scan.status,
            ScanStatus::kComplete);
}

TEST(MergeReports, NamesTheFirstOfWhatWasNotRead) {
  ScanSummary a;
  ScanSummary b;
  for (std::size_t i = 0; i < kListedUnread; ++i) {
    a.unread.push_back({"b" + std::to_string(i), "x"});
    b.unread.push_back({"a" + std::to_string(i), "x"});
  }
  const ScanSummary sum =
      merge_reports({report({}, a), report({}, b)}, rules()).scan;
  EXPECT_EQ(sum.unread.size(), kListedUnread);
  EXPECT_EQ(sum.unread.back().path[0], 'a');
}

TEST(MergeReports, StartsWithTheFirstAndNamesEachTarget) {
  const ScanSummary sum =
      merge_reports({report({}, started(7, "x")), report({}, started(5, "y")),
                     report({}, started(9, "x"))},
                    rules())
          .scan;
  EXPECT_EQ(sum.started, 5);
  EXPECT_EQ(sum.target, "x, y");
}

TEST(MergeReports, IsOfAHistoryIfOneIs) {
  const auto mode = [](ScanMode a, ScanMode b) {
    return merge_reports({report({}, scan_with(&ScanSummary::mode, a)),
                          report({}, scan_with(&ScanSummary::mode, b))},
                         rules())
        .scan.mode;
  };
  EXPECT_EQ(mode(ScanMode::kStaged, ScanMode::kStaged), ScanMode::kStaged);
  EXPECT_EQ(mode(ScanMode::kStaged, ScanMode::kStdin), ScanMode::kFiles);
  EXPECT_EQ(mode(ScanMode::kFiles, ScanMode::kRange), ScanMode::kHistory);
}

}  // namespace
}  // namespace patrol

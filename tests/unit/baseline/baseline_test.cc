#include "scanner/baseline/baseline.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "scanner/baseline/baseline_json.h"
#include "scanner/baseline/baseline_text.h"

namespace patrol {
namespace {

const std::string kName = "known";

std::string print_of(char digit) { return std::string(32, digit); }

Location place(std::string path, std::uint64_t line = 1) {
  Location location;
  location.path = std::move(path);
  location.begin.line = line;
  return location;
}

Finding finding(char digit, std::string secret = "a secret of nobody's") {
  Finding finding;
  finding.fingerprint = print_of(digit);
  finding.secret = Secret(std::move(secret));
  finding.locations = {place("a"), place("b")};
  return finding;
}

Baseline baseline_of(std::string_view text) {
  Baseline baseline;
  const auto read = read_baseline(text, kName, baseline);
  EXPECT_TRUE(read) << read.error().message;
  return baseline;
}

std::string error_of(std::string_view text) {
  Baseline baseline;
  const auto read = read_baseline(text, kName, baseline);
  return read ? "" : read.error().message;
}

TEST(Baseline, KnowsASecretWhereverItStands) {
  Baseline baseline = baseline_of(print_of('a') + " some-rule\n");
  EXPECT_TRUE(baseline.knows(finding('a'), place("x")));
  EXPECT_FALSE(baseline.knows(finding('b'), place("x")));
}

TEST(Baseline, KnowsASecretAtItsPathAlone) {
  Baseline baseline = baseline_of(print_of('a') + " some-rule a file\n");
  EXPECT_TRUE(baseline.knows(finding('a'), place("a file")));
  EXPECT_FALSE(baseline.knows(finding('a'), place("another")));
}

TEST(Baseline, TellsWhatWasNotSeen) {
  Baseline baseline =
      baseline_of(print_of('a') + " r\n" + print_of('b') + " r x\n");
  baseline.knows(finding('a'), place("x"));
  baseline.knows(finding('b'), place("y"));
  const std::vector<KnownSecret> unseen = baseline.unseen();
  ASSERT_EQ(unseen.size(), 1U);
  EXPECT_EQ(unseen[0].fingerprint, print_of('b'));
}

TEST(Baseline, IsReadAsItWasWritten) {
  std::vector<KnownSecret> secrets = {
      {.fingerprint = print_of('a'), .rule = "one"},
      {.fingerprint = print_of('a'), .path = "a b\\c\nd\r", .rule = "one"},
      {.fingerprint = print_of('b'), .path = " ", .rule = "two"},
  };
  EXPECT_EQ(baseline_of(baseline_text(secrets)).secrets(), secrets);
}

TEST(Baseline, HasALineForEachSecret) {
  const std::string text =
      baseline_text({{.fingerprint = print_of('0'), .rule = "one"},
                     {.fingerprint = print_of('1'), .path = "x", .rule = "r"}});
  EXPECT_TRUE(text.starts_with("# patrol baseline 1"));
  EXPECT_TRUE(text.ends_with("\n" + print_of('0') + " one\n" + print_of('1') +
                             " r x\n"))
      << text;
}

// As git leaves two people's lines.
TEST(Baseline, IsReadInAnyOrderAndTwiceTheSame) {
  Baseline baseline =
      baseline_of("# c\n\n" + print_of('b') + " r\r\n" + print_of('A') +
                  " r\n" + print_of('b') + " r");
  EXPECT_EQ(baseline.secrets().size(), 2U);
  EXPECT_TRUE(baseline.knows(finding('a'), place("x")));
}

TEST(Baseline, RefusesWhatIsNoLineOfIt) {
  EXPECT_EQ(error_of(print_of('a') + " r\nno\n"),
            "known:2: is no line of a baseline: a fingerprint, a rule and "
            "perhaps a path");
  EXPECT_NE(error_of(print_of('g')), "");
  EXPECT_NE(error_of(print_of('a') + "a"), "");
  EXPECT_NE(error_of("<<<<<<< HEAD\n"), "");
}

TEST(Baseline, RefusesThatOfAnotherVersion) {
  EXPECT_EQ(error_of("# patrol baseline 2: whatever\n"),
            "known:1: is a baseline of another version of patrol");
  EXPECT_EQ(error_of("# patrol baseline 1: whatever\n"), "");
}

TEST(Baseline, OfNothingKnowsNothing) {
  EXPECT_FALSE(baseline_of("").knows(finding('a'), place("x")));
}

TEST(BaselineJson, KnowsSecretsOfAGitleaksReport) {
  Baseline baseline = baseline_of(
      R"([{"RuleID": "r", "Secret": "a secret of nobody's", "File": "z"}])");
  EXPECT_TRUE(baseline.knows(finding('a'), place("x")));
  EXPECT_FALSE(baseline.knows(finding('a', "another"), place("x")));
}

TEST(BaselineJson, KnowsPlacesOfARedactedGitleaksReport) {
  Baseline baseline =
      baseline_of(R"([{"Secret": "REDACTED", "File": "x", "StartLine": 7}])");
  EXPECT_TRUE(baseline.knows(finding('a'), place("x", 7)));
  EXPECT_FALSE(baseline.knows(finding('a'), place("x", 8)));
  EXPECT_FALSE(baseline.knows(finding('a'), place("y", 7)));
}

TEST(BaselineJson, KnowsThemInTheirCommit) {
  Baseline baseline = baseline_of(
      R"([{"Secret": "REDACTED", "File": "x", "StartLine": 7, "Commit": "c"}])");
  Location location = place("x", 7);
  EXPECT_FALSE(baseline.knows(finding('a'), location));
  location.provenance.introduction.emplace().commit = "c";
  EXPECT_TRUE(baseline.knows(finding('a'), location));
}

// SHA-1 of "a secret of nobody's", by sha1sum.
constexpr const char* kHash = "5848c4ba94fd2a1039e720f87567e1e8a608deb6";

TEST(BaselineJson, KnowsHashesOfADetectSecretsBaseline) {
  Baseline baseline =
      baseline_of(std::string(R"({"version": "1.5.0", "results": {"x": [)") +
                  R"({"type": "Secret Keyword", "hashed_secret": ")" + kHash +
                  R"(", "line_number": 9}]}})");
  EXPECT_TRUE(baseline.knows(finding('a'), place("x", 1)));
  EXPECT_FALSE(baseline.knows(finding('a'), place("y", 9)));
  EXPECT_FALSE(baseline.knows(finding('a', "another"), place("x", 9)));
}

TEST(BaselineJson, KnowsLinesOfItsPrivateKeys) {
  Baseline baseline = baseline_of(R"({"results": {"x": [{"type": "Private Key",
                      "hashed_secret": "of the head", "line_number": 9}]}})");
  EXPECT_TRUE(baseline.knows(finding('a'), place("x", 9)));
  EXPECT_FALSE(baseline.knows(finding('a'), place("x", 1)));
}

TEST(BaselineJson, KnowsFingerprintsOfAReport) {
  Baseline baseline = baseline_of(R"({"findings": [{"fingerprint": ")" +
                                  print_of('a') + R"(", "rule": "r"}]})");
  EXPECT_TRUE(baseline.knows(finding('a'), place("x")));
  EXPECT_EQ(baseline.unseen().size(), 0U);
}

TEST(BaselineJson, KnowsNothingOfFieldsOfAnotherType) {
  for (const char* text :
       {"[]", "[1, null, {}, []]",
        R"([{"Secret": 1, "File": [], "StartLine": 1}])",
        R"([{"Secret": "", "File": "x", "StartLine": -1}])",
        R"({"results": {"x": 1, "y": [1], "z": [{"hashed_secret": 1}]}})",
        R"({"findings": [1, {"fingerprint": 1}]})"}) {
    EXPECT_TRUE(baseline_of(text).secrets().empty()) << text;
  }
}

TEST(BaselineJson, RefusesWhatIsNone) {
  EXPECT_EQ(error_of("{"), "known: is no JSON");
  EXPECT_NE(error_of("{}"), "");
  EXPECT_NE(error_of(R"({"results": 1})"), "");
}

TEST(KnownSecrets, AreThoseOfAReportEachOnce) {
  Rule rule;
  rule.id = "some-rule";
  const RuleSet rules({rule});
  Finding twice = finding('b');
  twice.locations.push_back(place("a", 7));
  const Report report{.scan = {}, .findings = {twice, finding('a')}};
  using List = std::vector<KnownSecret>;
  EXPECT_EQ(known_secrets(report, rules, false),
            (List{{.fingerprint = print_of('a'), .rule = "some-rule"},
                  {.fingerprint = print_of('b'), .rule = "some-rule"}}));
  const List placed = known_secrets(report, rules, true);
  ASSERT_EQ(placed.size(), 4U);
  EXPECT_EQ(placed[3].path, "b");
}

}  // namespace
}  // namespace patrol

#include "scanner/detect/companions.h"

#include <gtest/gtest.h>

#include <sstream>
#include <string>

#include "tests/unit/detect/test_detector.h"

namespace patrol {
namespace {

constexpr std::string_view kRules = R"toml(
[[rules]]
id = "a-id"
regex = '''id_[a-z0-9]{8}'''
entropy = -1
skipReport = true
[[rules]]
id = "b-secret"
regex = '''\b[A-Z]{12}\b'''
entropy = -1
required = [{ id = "a-id", withinLines = 2 }]
[[rules]]
id = "c-weak"
regex = '''"([A-Z]{12})"'''
entropy = -1
generic = true
[[rules]]
id = "d-columns"
regex = '''\bcol_[a-z]{6}\b'''
entropy = -1
required = [{ id = "a-id", withinLines = 0, withinColumns = 20 }]
)toml";

const TestDetector& detector() {
  static const TestDetector made{kRules};
  return made;
}

// "rule secret (companion companion)" a line; drops as "-rule reason".
std::string scan(const std::string& text, std::size_t own = kOwnBytes) {
  const BlobOutcome outcome = detector().scan(text, own);
  const RuleSet& rules = detector().rules();
  std::ostringstream out;
  for (const Detection& d : outcome.detections) {
    out << rules[d.rule].id << ' ' << d.secret.reveal();
    for (const Companion& c : d.companions) {
      EXPECT_EQ(rules[c.rule].id, "a-id");
      out << ' ' << c.value.reveal();
    }
    out << '\n';
  }
  for (const DroppedMatch& d : outcome.dropped) {
    out << '-' << rules[d.rule].id << ' ' << to_text(d.reason) << '\n';
  }
  return out.str();
}

constexpr char kOnly[] = "-a-id only a companion of others\n";
constexpr char kAlone[] = "-b-secret no companion near that it needs\n";

TEST(Companions, MakeAPair) {
  EXPECT_EQ(scan("id_aaaa1111\nQWERTZUIOPAS\n"),
            "b-secret QWERTZUIOPAS id_aaaa1111\n" + std::string(kOnly));
}

TEST(Companions, AreNeeded) {
  EXPECT_EQ(scan("QWERTZUIOPAS\n"), kAlone);
  EXPECT_EQ(scan("id_aaaa1111\n"), kOnly);
}

TEST(Companions, MayStandOnEitherSideWithinTheLines) {
  EXPECT_EQ(scan("QWERTZUIOPAS\n\nid_aaaa1111\n"),
            "b-secret QWERTZUIOPAS id_aaaa1111\n" + std::string(kOnly));
  EXPECT_EQ(scan("QWERTZUIOPAS\n\n\nid_aaaa1111\n"),
            std::string(kAlone) + kOnly);
  EXPECT_EQ(scan("id_aaaa1111\n\n\nQWERTZUIOPAS\n"),
            std::string(kOnly) + kAlone);
}

TEST(Companions, StandWithinTheColumns) {
  EXPECT_EQ(scan("col_qzvkwt id_aaaa1111"),
            "d-columns col_qzvkwt id_aaaa1111\n" + std::string(kOnly));
  const std::string far(20, ' ');
  EXPECT_EQ(
      scan("col_qzvkwt" + far + "id_aaaa1111"),
      "-d-columns no companion near that it needs\n" + std::string(kOnly));
}

TEST(Companions, AreGivenNearestFirstAndEachOnce) {
  EXPECT_EQ(scan("id_aaaa1111 id_bbbb2222\nQWERTZUIOPAS id_cccc3333 "
                 "id_cccc3333\n")
                .substr(0, 58),
            "b-secret QWERTZUIOPAS id_bbbb2222 id_cccc3333 id_aaaa1111\n");
}

TEST(Companions, AreFew) {
  std::string text = "QWERTZUIOPAS";
  for (char c = 'a'; c <= 'z'; ++c) text += " id_q7x3v0k" + std::string(1, c);
  const BlobOutcome outcome = detector().scan(text);
  ASSERT_EQ(outcome.detections.size(), 1u);
  ASSERT_EQ(outcome.detections[0].companions.size(), kMostCompanions);
  EXPECT_EQ(outcome.detections[0].companions[3].value.reveal(), "id_q7x3v0kd");
}

TEST(Companions, LeaveTheirBytesToAWeakerRuleWhereTheyAreMissing) {
  EXPECT_EQ(scan("\"QWERTZUIOPAS\""),
            "c-weak QWERTZUIOPAS\n" + std::string(kAlone));
}

TEST(Companions, AreNotFurtherThanAPieceSees) {
  for (const std::size_t gap : {kPairBytes - 11, kPairBytes - 10}) {
    // One line, so that only the distance counts.
    const std::string text =
        "id_aaaa1111" + std::string(gap, ' ') + "QWERTZUIOPAS";
    EXPECT_EQ(scan(text).starts_with("b-secret"), gap == kPairBytes - 11);
  }
}

TEST(Companions, AreTheSameForPiecesOfAnySize) {
  std::string text;
  for (int i = 0; i < 40; ++i) {
    text += std::string(static_cast<std::size_t>(i * 977 % 20000), '.');
    text += i % 3 == 0 ? "\n" : " ";
    text += i % 2 == 0 ? "id_q7x3v0k" + std::string(1, char('a' + i % 26))
                       : "QWERTZUIOP" + std::string(2, char('A' + i % 26));
    text += i % 5 == 0 ? "\n\n\n" : " ";
  }
  const std::string whole = scan(text);
  EXPECT_NE(whole.find("b-secret"), whole.npos);
  EXPECT_NE(whole.find(kAlone), whole.npos);
  for (std::size_t own : {1000u, 4096u, 30'000u}) {
    EXPECT_EQ(scan(text, own), whole) << own;
  }
}

// A rule that is asked for alone still finds its pair, and shows itself alone.
TEST(Companions, AreFoundForARuleThatAloneIsEnabled) {
  const Result<RuleSet> rules =
      parse_rules(R"toml(
[[rules]]
id = "a-id"
regex = '''id_[a-z0-9]{8}'''
entropy = -1
[[rules]]
id = "b-secret"
regex = '''\b[A-Z]{12}\b'''
entropy = -1
required = [{ id = "a-id" }]
)toml",
                  "x.toml", load_options(RuleOrigin::kUser));
  ASSERT_TRUE(rules);
  const auto database = Prefilter::compile_portable(*rules);
  ASSERT_TRUE(database);
  const auto made = Detector::make(*rules, *database, {false, true});
  ASSERT_TRUE(made);
  EXPECT_FALSE(made->reports(RuleIndex{0}));
  auto scanner = BlobScanner::make(*made);
  MemoryInput input("id_aaaa1111 QWERTZUIOPAS");
  const std::atomic<bool> stop = false;
  const BlobOutcome outcome = scanner->scan(input, stop);
  ASSERT_EQ(outcome.detections.size(), 1u);
  EXPECT_EQ(outcome.detections[0].rule, RuleIndex{1});
  EXPECT_EQ(outcome.detections[0].companions.size(), 1u);
}

}  // namespace
}  // namespace patrol

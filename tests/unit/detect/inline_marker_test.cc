#include "scanner/detect/inline_marker.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "tests/unit/detect/test_detector.h"

namespace patrol {
namespace {

constexpr std::string_view kRules = R"toml(
[[rules]]
id = "block"
regex = '''<begin>[^<]*<end>'''
max_length = 20000
entropy = -1
[[rules]]
id = "other"
regex = '''ot_[a-z0-9]{20}'''
entropy = -1
[[rules]]
id = "token"
aliases = ["SEC101/7"]
regex = '''tk_[a-z0-9]{20}'''
entropy = -1
)toml";

constexpr std::string_view kToken =
    "tk_"  // cut, so that nothing here looks real
    "8sk2jf9a0q"
    "mz5xv7bw3d";

class InlineMarkerTest : public testing::Test {
 protected:
  // The first token of `text`, or if there is none the block.
  bool marks(std::string_view text) const {
    const std::size_t at = text.find(kToken);
    if (at != text.npos) {
      return is_marked(text, {at, at + kToken.size()},
                       *tests_.rules().find("token"), tests_.rules());
    }
    const std::size_t begin = text.find("<begin>");
    const std::size_t end = text.find("<end>") + 5;
    return is_marked(text, {begin, end}, *tests_.rules().find("block"),
                     tests_.rules());
  }

  // "$" in `line` stands for the token.
  bool marks_line(std::string line) const {
    line.replace(line.find('$'), 1, kToken);
    return marks(line);
  }

  const TestDetector tests_{kRules};
};

TEST_F(InlineMarkerTest, KnowsTheWordsOfAllScanners) {
  for (const char* line :
       {"$ # patrol:allow", "$ //gitleaks:allow", "$ # trufflehog:ignore",
        "$ # ggignore", "$  # pragma: allowlist secret",
        "$ # pragma:whitelist secret", "$ # pragma: allowlist-secret",
        "/* gitleaks:allow */ $",
        "{\"comment\": \"patrol:allow\", \"x\": $}"}) {
    EXPECT_TRUE(marks_line(line)) << line;
  }
}

TEST_F(InlineMarkerTest, TakesNoPartOfAWordForOne) {
  for (const char* line :
       {"$", "$ loggignore", "$ ggignored", "$ gitleaks:allowed",
        "$ # pragma: allowlist secrets", "$ # pragma: allow secret",
        "$ # pragma: once", "$ # allowlist secret", "$ # patrol: allow"}) {
    EXPECT_FALSE(marks_line(line)) << line;
  }
}

TEST_F(InlineMarkerTest, AllowsNamedRulesAlone) {
  EXPECT_TRUE(marks_line("$ # patrol:allow token"));
  EXPECT_TRUE(marks_line("$ # patrol:allow SEC101/7"));
  EXPECT_TRUE(marks_line("$ # patrol:allow block,token"));
  EXPECT_TRUE(marks_line("$ /* patrol:allow block, token*/"));
  EXPECT_TRUE(marks_line("$ <!-- patrol:allow token-->"));
  EXPECT_TRUE(marks_line("$ # patrol:allow block patrol:allow token"));
  EXPECT_FALSE(marks_line("$ # patrol:allow block"));
  EXPECT_FALSE(marks_line("$ # patrol:allow block, unheard-of"));
}

TEST_F(InlineMarkerTest, TakesOtherWordsForAReason) {
  EXPECT_TRUE(marks_line("$ # patrol:allow sample of the manual"));
  EXPECT_TRUE(marks_line("$ # patrol:allow (sample)"));
  EXPECT_TRUE(marks_line("$ # patrol:allow: sample"));
}

TEST_F(InlineMarkerTest, LooksAtTheLineAlone) {
  EXPECT_FALSE(marks_line("# patrol:allow\n$"));
  EXPECT_FALSE(marks_line("$\n# patrol:allow"));
  EXPECT_FALSE(marks_line("$\r# patrol:allow"));
  EXPECT_FALSE(marks_line("# patrol:allow\r\n$\r\n# patrol:allow"));
}

TEST_F(InlineMarkerTest, ThePragmaOfTheNextLineStandsInTheLineBefore) {
  EXPECT_TRUE(marks_line("# pragma: allowlist nextline secret\n$"));
  EXPECT_TRUE(marks_line("# pragma: allowlist nextline secret\r\n$"));
  EXPECT_FALSE(marks_line("# pragma: allowlist nextline secret\n\n$"));
  EXPECT_FALSE(marks_line("$ # pragma: allowlist nextline secret"));
  EXPECT_FALSE(marks_line("# pragma: allowlist secret\n$"));
}

TEST_F(InlineMarkerTest, OfSeveralLinesTheFirstOrTheLastMaySaySo) {
  EXPECT_TRUE(marks("x <begin> # patrol:allow\nb\n<end>\n"));
  EXPECT_TRUE(marks("x <begin>\nb\n<end> # patrol:allow\n"));
  EXPECT_TRUE(marks("# pragma: allowlist nextline secret\n<begin>\n<end>"));
  EXPECT_FALSE(marks("x <begin>\nb # patrol:allow\n<end>\n"));
  EXPECT_FALSE(marks("# patrol:allow\n<begin>\nb\n<end>\n# patrol:allow"));
}

TEST_F(InlineMarkerTest, ALongLineIsLookedAtNearTheSecret) {
  const std::string near(kMarkerReach - 20, ' ');
  const std::string far(kMarkerReach, ' ');
  EXPECT_TRUE(marks_line("$" + near + "ggignore"));
  EXPECT_TRUE(marks_line("ggignore" + near + "$"));
  EXPECT_FALSE(marks_line("$" + far + "ggignore"));
  EXPECT_FALSE(marks_line("ggignore" + far + "$"));
}

std::string marked_places(const BlobOutcome& outcome) {
  std::string text;
  for (const Detection& d : outcome.detections) {
    text += std::to_string(d.where.begin) + (d.is_marked ? " marked\n" : "\n");
  }
  for (const DroppedMatch& d : outcome.dropped) {
    if (d.reason == Drop::kMarked) text += std::to_string(d.begin.line) + '\n';
  }
  return text;
}

TEST_F(InlineMarkerTest, PiecesGiveWhatTheWholeWould) {
  std::mt19937 random(7);
  std::string text;
  for (int i = 0; i < 3000; ++i) {
    text += std::string(random() % 300, 'x') + ' ';
    if (random() % 2 == 0) text += kToken;
    text += random() % 3 == 0 ? " ggignore" : " none";
    text += random() % 4 == 0 ? "" : "\n";
  }
  const std::string whole = marked_places(tests_.scan(text));
  EXPECT_NE(whole.find("marked"), whole.npos);
  for (const std::size_t own : {1000U, 70'000U}) {
    EXPECT_EQ(marked_places(tests_.scan(text, own)), whole);
  }
}

TEST_F(InlineMarkerTest, IsNotShownBesideOthers) {
  const std::string other = "ot_" + std::string(kToken.substr(3));
  const BlobOutcome out =
      tests_.scan(std::string(kToken) + " " + other + " # patrol:allow token");
  ASSERT_EQ(out.detections.size(), 2U);
  EXPECT_TRUE(out.detections[0].is_marked);
  EXPECT_FALSE(out.detections[1].is_marked);
  EXPECT_EQ(out.detections[1].snippet.before, "*** ");
}

TEST_F(InlineMarkerTest, OfWhatIsEncodedTheLineAsItStandsCounts) {
  const std::string encoded = "dGtfOHNrMmpmOWEwcW16NXh2N2J3M2Q=";
  const BlobOutcome plain = tests_.scan(encoded + "\n");
  ASSERT_EQ(plain.detections.size(), 1U);
  EXPECT_FALSE(plain.detections[0].is_marked);
  const BlobOutcome marked = tests_.scan(encoded + " # patrol:allow\n");
  ASSERT_EQ(marked.detections.size(), 1U);
  EXPECT_TRUE(marked.detections[0].is_marked);
}

TEST_F(InlineMarkerTest, CountsInUtf16) {
  std::string wide = "\xFF\xFE";
  for (const char c : std::string(kToken) + " # patrol:allow\n") {
    wide += {c, '\0'};
  }
  const BlobOutcome out = tests_.scan(wide);
  ASSERT_EQ(out.detections.size(), 1U);
  EXPECT_TRUE(out.detections[0].is_marked);
}

}  // namespace
}  // namespace patrol

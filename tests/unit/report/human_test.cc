#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>
#include <string>

#include "scanner/report/summary.h"
#include "tests/unit/report/sample.h"

namespace patrol {
namespace {

std::string summary(const Sample& sample, const ReportOptions& options = {}) {
  std::ostringstream err;
  print_summary(sample.input(), options, err);
  return err.str();
}

TEST(Human, IsAsTheGoldenFileShows) {
  const std::string text = rendered(usual_sample(), "human");
  EXPECT_EQ(text, golden("usual.txt", text));
}

TEST(Human, IsColouredAsTheGoldenFileShows) {
  const std::string text =
      rendered(usual_sample(), "human", {.color = true, .width = 60});
  EXPECT_EQ(text, golden("usual_colour.txt", text));
}

TEST(Human, EscapesHostileNamesAsTheGoldenFileShows) {
  const std::string text = rendered(hostile_sample(), "human");
  EXPECT_EQ(text, golden("hostile.txt", text));
}

TEST(Human, TellsAHistoryAsTheGoldenFileShows) {
  const std::string text = rendered(history_sample(), "human");
  EXPECT_EQ(text, golden("history.txt", text));
}

// GitHub's runner obeys a line that begins with "::", spaces or not.
TEST(Human, BreaksNoLineBeforeACommand) {
  Sample sample = history_sample();
  Finding& finding = sample.report.findings[0];
  for (std::size_t size = 1; size < 80; ++size) {
    const std::string name = std::string(size, 'a') + " ::error::b";
    finding.facts = {{"owner", name}};
    for (Location& l : finding.locations) {
      if (l.provenance.introduction) l.provenance.introduction->author = name;
    }
    std::istringstream lines(rendered(sample, "human"));
    for (std::string line; std::getline(lines, line);) {
      const std::size_t start = line.find_first_not_of(' ');
      EXPECT_NE(line.compare(std::min(start, line.size()), 2, "::"), 0) << line;
    }
  }
}

TEST(Human, SaysInOneLineThatThereIsNothing) {
  EXPECT_EQ(rendered(empty_sample(), "human"), "No findings.\n");
  Sample partial = empty_sample();
  partial.report.scan.status = ScanStatus::kPartial;
  EXPECT_EQ(rendered(partial, "human"), "No findings in what was read.\n");
}

TEST(Human, ShowsTheWorstFirst) {
  const std::string text = rendered(usual_sample(), "human");
  EXPECT_LT(text.find("cloud-pat"), text.find("deploy-token"));
  EXPECT_LT(text.find("deploy-token"), text.find("Password in"));
}

TEST(Human, KeepsItsLinesWithinTheWidth) {
  for (const Sample& sample : {usual_sample(), history_sample()}) {
    for (const std::size_t width : {60U, 80U, 100U}) {
      std::istringstream lines(rendered(sample, "human", {.width = width}));
      for (std::string line; std::getline(lines, line);) {
        std::size_t columns = 0;
        for (const char c : line) columns += (c & 0xC0) != 0x80;
        EXPECT_LE(columns, width) << line;
      }
    }
  }
}

TEST(Human, ShowsNoPrefixThatIsMostOfTheSecret) {
  // A rule may have been written for one secret: its literal is that secret.
  const LiteralTrigger literals[] = {{.text = "hunter2hunter2", .reach = {}}};
  const auto rule = [&](Text id) {
    Rule made;
    made.id = id;
    made.trigger.literals = literals;
    return made;
  };
  Sample sample = usual_sample();
  sample.rules = RuleSet({rule("one"), rule("three"), rule("two")});
  EXPECT_EQ(rendered(sample, "human").find("hunter2"), std::string::npos);
}

// In the order of the report: a token, a password, and a guess.
TEST(Human, SaysOfNoGuessThatItIsBuiltAsATokenIs) {
  const auto rule = [&](Text id, Text structure) {
    Rule made;
    made.id = id;
    made.structure = structure;
    return made;
  };
  Rule token = rule("one", "jwt");
  Rule password = rule("three", "url-login");
  Rule guess = rule("two", "assignment");
  password.human_chosen = true;
  guess.generic = true;
  Sample sample = usual_sample();
  for (Finding& finding : sample.report.findings) {
    finding.check_digits = CheckDigits::kNone;
  }
  sample.rules = RuleSet({token, password, guess});
  const std::string text = rendered(sample, "human");
  EXPECT_NE(text.find("it is built as"), std::string::npos);
  EXPECT_EQ(text.find("it is built as"), text.rfind("it is built as"));
  EXPECT_NE(text.find("it stands where a password does"), std::string::npos);
  EXPECT_NE(text.find("it looks random and stands where"), std::string::npos);
}

TEST(Human, JoinsTheMemberToThePath) {
  Sample sample = usual_sample();
  Location& location = sample.report.findings[0].locations[0];
  location.path = "lib.jar";
  location.member = "in.zip!\x1b/file";
  EXPECT_NE(rendered(sample, "human").find("lib.jar!in.zip!\\x1b/file:"),
            std::string::npos);
}

TEST(Summary, JoinsTheMemberToThePath) {
  Sample sample = usual_sample();
  sample.report.scan.unread = {{"a.zip", "zip: bad CRC", "file"}};
  EXPECT_NE(summary(sample).find("a.zip!file: zip: bad CRC"),
            std::string::npos);
}

TEST(Summary, IsAsTheGoldenFileShows) {
  const std::string text = summary(usual_sample());
  EXPECT_EQ(text, golden("usual_summary.txt", text));
}

TEST(Summary, IsShortWhereAllWasRead) {
  EXPECT_EQ(summary(empty_sample()),
            "no findings\n12,345 files, 94.2 MiB read in 1.4 s\n"
            "3 skipped: 2 binary, 1 ignored\n");
}

TEST(Summary, CountsCommitsAndBlobsOfAHistory) {
  EXPECT_EQ(summary(history_sample()),
            "2 findings in 10 places: 1 critical, 1 high\n"
            "67,890 commits, 262,343 blobs, 8.1 GiB read in 2.8 s\n"
            "3 skipped: 2 binary, 1 ignored\n");
}

TEST(Summary, SaysThatAScanWasEnded) {
  Sample sample = empty_sample();
  sample.report.scan.status = ScanStatus::kPartial;
  EXPECT_NE(summary(sample).find("incomplete: "), std::string::npos);
}

TEST(Summary, TellsWhatTheRepositorySilenced) {
  Sample sample = empty_sample();
  sample.report.scan.suppressed_count = 3;
  sample.report.scan.suppressed_by_repository = 2;
  EXPECT_NE(summary(sample).find(
                "3 suppressed, 2 of them by files of the repository"),
            std::string::npos);
}

}  // namespace
}  // namespace patrol

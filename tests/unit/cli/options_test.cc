#include "scanner/cli/options.h"

#include <gtest/gtest.h>

#include <string>
#include <variant>
#include <vector>

#include "scanner/cli/version.h"

namespace patrol {
namespace {

using Words = std::vector<std::string>;

Command parsed(const Words& words) {
  std::vector<const char*> argv = {"patrol"};
  for (const std::string& word : words) argv.push_back(word.c_str());
  return parse_command_line(static_cast<int>(argv.size()), argv.data());
}

// The options of a command whose words are right.
template <typename Options>
Options options_of(const char* name, Words words) {
  words.insert(words.begin(), name);
  const Command command = parsed(words);
  if (const auto* message = std::get_if<Message>(&command)) {
    ADD_FAILURE() << message->text;
    return {};
  }
  return std::get<Options>(command);
}

ScanOptions scan(const Words& words) {
  return options_of<ScanOptions>("scan", words);
}

HistoryOptions history(const Words& words) {
  return options_of<HistoryOptions>("history", words);
}

StagedOptions staged(const Words& words) {
  return options_of<StagedOptions>("staged", words);
}

// The words are wrong: what is said about it.
std::string refusal(const Words& words) {
  const Command command = parsed(words);
  const auto* message = std::get_if<Message>(&command);
  std::string shown;
  for (const std::string& word : words) shown += " " + word;
  EXPECT_TRUE(message) << shown;
  if (!message) return "";
  EXPECT_EQ(message->status, kExitUsage) << shown;
  EXPECT_EQ(message->text.find('\n'), message->text.size() - 1) << shown;
  EXPECT_TRUE(message->text.starts_with("patrol: ")) << message->text;
  return message->text;
}

TEST(Options, AreTheContractsDefaults) {
  const ScanOptions o = scan({});
  EXPECT_EQ(o.paths, Words{"."});
  EXPECT_EQ(o.rules.files, Words{});
  EXPECT_EQ(o.rules.only, Words{});
  EXPECT_EQ(o.rules.skip, Words{});
  EXPECT_EQ(o.min_confidence, Confidence::kMedium);
  EXPECT_EQ(o.min_severity, Severity::kLow);
  EXPECT_EQ(o.exit.fail_on.severity, Severity::kLow);
  EXPECT_EQ(o.exit.findings_status, 1);
  EXPECT_FALSE(o.exit.exit_zero);
  EXPECT_FALSE(o.exit.allow_partial);
  EXPECT_EQ(o.format, "human");
  EXPECT_EQ(o.output, "");
  EXPECT_TRUE(o.reports.empty());
  EXPECT_FALSE(o.show_secrets);
  EXPECT_FALSE(o.no_ignore);
  EXPECT_EQ(o.max_file_size, 0U);
  EXPECT_EQ(o.max_archive_depth, 2U);
  EXPECT_EQ(o.jobs, 0U);
  EXPECT_FALSE(o.timeout_seconds);
  EXPECT_EQ(o.color, When::kAuto);
  EXPECT_EQ(o.progress, When::kAuto);
  EXPECT_FALSE(o.quiet || o.verbose || o.stats);
}

TEST(Options, TakePaths) {
  EXPECT_EQ(scan({"a", "b/c"}).paths, (Words{"a", "b/c"}));
  EXPECT_EQ(scan({"-"}).paths, Words{"-"});
  EXPECT_EQ(scan({"--", "-x", "--only"}).paths, (Words{"-x", "--only"}));
  EXPECT_EQ(scan({"--stats", "a"}).paths, Words{"a"});
}

// Options that take a list take one word at a time, so that a path may follow.
TEST(Options, LeaveThePathThatFollowsAListAlone) {
  const ScanOptions o = scan({"--rules", "r.toml", "--only", "a,b", "--skip",
                              "c", "src", "--rules", "more", "--only", "d"});
  EXPECT_EQ(o.paths, Words{"src"});
  EXPECT_EQ(o.rules.files, (Words{"r.toml", "more"}));
  EXPECT_EQ(o.rules.only, (Words{"a", "b", "d"}));
  EXPECT_EQ(o.rules.skip, Words{"c"});
}

TEST(Options, TakeLevels) {
  const ScanOptions o = scan({"--min-confidence", "certain",
                              "--min-severity=critical", "--fail-on", "high"});
  EXPECT_EQ(o.min_confidence, Confidence::kCertain);
  EXPECT_EQ(o.min_severity, Severity::kCritical);
  EXPECT_EQ(o.exit.fail_on.severity, Severity::kHigh);
}

TEST(Options, TakeReports) {
  const ScanOptions o =
      scan({"-f", "json", "-o", "out.json", "--report", "jsonl:a.jsonl", "p",
            "--report", "human:C:\\x.txt", "--show-secrets"});
  EXPECT_EQ(o.format, "json");
  EXPECT_EQ(o.output, "out.json");
  ASSERT_EQ(o.reports.size(), 2U);
  EXPECT_EQ(o.reports[0].format, "jsonl");
  EXPECT_EQ(o.reports[0].file, "a.jsonl");
  EXPECT_EQ(o.reports[1].file, "C:\\x.txt");
  EXPECT_EQ(o.paths, Words{"p"});
  EXPECT_TRUE(o.show_secrets);
}

TEST(Options, TakeSizes) {
  EXPECT_EQ(scan({"--max-file-size", "4096"}).max_file_size, 4096U);
  EXPECT_EQ(scan({"--max-file-size", "10MB"}).max_file_size, 10U << 20);
  EXPECT_EQ(scan({"--max-file-size", "1GiB"}).max_file_size, 1U << 30);
  EXPECT_EQ(scan({"--max-file-size", "2k"}).max_file_size, 2048U);
}

TEST(Options, TakeNumbers) {
  const ScanOptions o = scan({"-j", "3", "--timeout", "1.5", "--exit-code",
                              "42", "--exit-zero", "--allow-partial"});
  EXPECT_EQ(o.jobs, 3U);
  EXPECT_EQ(o.timeout_seconds, 1.5);
  EXPECT_EQ(o.exit.findings_status, 42);
  EXPECT_TRUE(o.exit.exit_zero);
  EXPECT_TRUE(o.exit.allow_partial);
}

TEST(Options, TakeWhatToShowMeanwhile) {
  const ScanOptions o =
      scan({"--color", "never", "--progress=always", "-v", "--stats"});
  EXPECT_EQ(o.color, When::kNever);
  EXPECT_EQ(o.progress, When::kAlways);
  EXPECT_TRUE(o.verbose);
  EXPECT_TRUE(o.stats);
  EXPECT_TRUE(scan({"--quiet", "--no-ignore"}).quiet);
}

TEST(Options, OfAHistoryAreTheContractsDefaults) {
  const HistoryOptions o = history({});
  EXPECT_EQ(o.repository, ".");
  EXPECT_FALSE(o.range);
  EXPECT_FALSE(o.since);
  EXPECT_EQ(o.branches, Words{});
  EXPECT_FALSE(o.reachable || o.no_cache || o.no_delta_scan);
  EXPECT_EQ(o.format, "human");
  EXPECT_EQ(o.max_archive_depth, 2U);
}

TEST(Options, OfAHistoryTakeWhatIsScanned) {
  const HistoryOptions o =
      history({"--branch", "main", "--branch=topic", "a/repo", "--reachable",
               "--since", "2026-07-01", "--no-cache", "--no-delta-scan"});
  EXPECT_EQ(o.repository, "a/repo");
  EXPECT_EQ(o.branches, (Words{"main", "topic"}));
  EXPECT_TRUE(o.reachable && o.no_cache && o.no_delta_scan);
  EXPECT_EQ(o.since, 1'782'864'000);  // of coreutils' date
}

TEST(Options, TakeADistanceForADate) {
  EXPECT_LT(history({"--since", "3 months ago"}).since,
            history({"--since", "2.months"}).since);
}

TEST(Options, TakeARange) {
  const auto range = [](const char* text) {
    const auto read = history({"--range", text}).range;
    return read ? Words{read->unwanted.at(0), read->wanted.at(0)} : Words{};
  };
  EXPECT_EQ(range("main..topic"), (Words{"main", "topic"}));
  EXPECT_EQ(range("v1.0..v1.1"), (Words{"v1.0", "v1.1"}));
  EXPECT_EQ(range("HEAD~3.."), (Words{"HEAD~3", "HEAD"}));
  EXPECT_EQ(range("..topic"), (Words{"HEAD", "topic"}));
}

TEST(Options, OfWhatIsStaged) {
  EXPECT_EQ(staged({}).repository, ".");
  EXPECT_FALSE(staged({}).whole_files);
  EXPECT_EQ(staged({"a", "--whole-files"}).repository, "a");
  EXPECT_TRUE(staged({"a", "--whole-files"}).whole_files);
}

// Everything but what a command scans, and how it walks there.
const Words kCommonFlags = {"--rules",
                            "--only",
                            "--skip",
                            "--min-confidence",
                            "--min-severity",
                            "--format",
                            "--output",
                            "--report",
                            "--show-secrets",
                            "--color",
                            "--fail-on",
                            "--exit-code",
                            "--exit-zero",
                            "--allow-partial",
                            "--max-file-size",
                            "--jobs",
                            "--timeout",
                            "--progress",
                            "--quiet",
                            "--verbose",
                            "--stats",
                            "--max-decode-depth",
                            "--max-archive-depth"};

std::string help_of(const char* command) {
  return std::get<Message>(parsed({command, "--help"})).text;
}

TEST(Options, ThatAreCommonAreTakenByAllCommandsThatScan) {
  for (const char* command : {"scan", "history", "staged"}) {
    for (const std::string& flag : kCommonFlags) {
      EXPECT_NE(help_of(command).find(flag + ' '), std::string::npos)
          << command << ' ' << flag;
    }
  }
  const Words words = {"-f", "json", "-j", "2", "--fail-on", "high", "-v"};
  EXPECT_EQ(history(words).format, "json");
  EXPECT_EQ(history(words).jobs, 2U);
  EXPECT_EQ(staged(words).exit.fail_on.severity, Severity::kHigh);
  EXPECT_TRUE(staged(words).verbose);
}

TEST(Options, KnowTheCommandsOnRules) {
  EXPECT_EQ(
      std::get<RulesListOptions>(parsed({"rules", "list", "--rules", "x.toml"}))
          .files,
      Words{"x.toml"});
  EXPECT_EQ(std::get<RulesShowOptions>(parsed({"rules", "show", "jwt"})).id,
            "jwt");
  EXPECT_EQ(
      std::get<RulesCheckOptions>(parsed({"rules", "check", "a", "b"})).files,
      (Words{"a", "b"}));
  EXPECT_EQ(std::get<RulesCheckOptions>(parsed({"rules", "check"})).files,
            Words{});
  EXPECT_EQ(
      std::get<RulesCompileOptions>(parsed({"rules", "compile", "a"})).files,
      Words{"a"});
}

TEST(Options, OfAReportAreFilesAndWhereToWrite) {
  const auto o = options_of<ReportCommandOptions>(
      "report", {"a", "-", "--format", "json", "--report", "html:x.html", "b",
                 "--show-secrets", "--output", "c"});
  EXPECT_EQ(o.files, (Words{"a", "-", "b"}));
  EXPECT_EQ(o.format, "json");
  EXPECT_EQ(o.output, "c");
  ASSERT_EQ(o.reports.size(), 1u);
  EXPECT_EQ(o.reports[0].file, "x.html");
  EXPECT_TRUE(o.show_secrets);
}

TEST(Options, RefuseInOneLine) {
  for (const Words& words : std::vector<Words>{
           {},
           {"scann"},
           {"scan", "--no-such-flag"},
           {"scan", "--no-such\nflag"},
           {"scan", "--only"},
           {"scan", "--min-confidence", "sure"},
           {"scan", "--min-confidence", "High"},
           {"scan", "--min-confidence", ""},
           {"scan", "--fail-on", "grave"},
           {"scan", "--format", "yaml"},
           {"scan", "--format", ""},
           {"scan", "--report", "json"},
           {"scan", "--report", "json:"},
           {"scan", "--report", "yaml:x"},
           {"scan", "--report", ":x"},
           {"scan", "--jobs", "0"},
           {"scan", "--jobs", "-1"},
           {"scan", "--jobs", "two"},
           {"scan", "--jobs", "1.5"},
           {"scan", "--jobs", "99999999999999999999"},
           {"scan", "--timeout", "0"},
           {"scan", "--timeout", "-1"},
           {"scan", "--timeout", "nan"},
           {"scan", "--timeout", "inf"},
           {"scan", "--exit-code", "126"},
           {"scan", "--exit-code", "-1"},
           {"scan", "--max-file-size", "-1"},
           {"scan", "--max-file-size", "ten"},
           {"scan", "--max-file-size", "10XB"},
           {"scan", "--max-file-size", "99999999999999999999"},
           {"scan", "--max-file-size", "99999999999TB"},
           {"scan", "--quiet", "--verbose"},
           {"scan", "--color", "sometimes"},
           {"scan", "--range", "a..b"},
           {"scan", "--since", "2026-07-01"},
           {"history", "a", "b"},
           {"history", "--no-ignore"},
           {"history", "--whole-files"},
           {"history", "--range", "a"},
           {"history", "--range", ""},
           {"history", "--range", ".."},
           {"history", "--range", "..."},
           {"history", "--range", "a...b"},
           {"history", "--range", "a..b..c"},
           {"history", "--range", "a..b", "--range", "c..d"},
           {"history", "--range", "a..b", "--branch", "c"},
           {"history", "--range", "a..b", "--since", "2026-07-01"},
           {"history", "--range", "a..b", "--reachable"},
           {"history", "--since", ""},
           {"history", "--since", "soon"},
           {"history", "--since", "2026-02-30"},
           {"history", "--branch"},
           {"staged", "a", "b"},
           {"staged", "--range", "a..b"},
           {"staged", "--no-ignore"},
           {"rules"},
           {"rules", "show"},
           {"rules", "compile"},
           {"rules", "lists"},
       }) {
    refusal(words);
  }
}

TEST(Options, NameWhatIsWrong) {
  EXPECT_NE(refusal({"scan", "--no-such-flag"}).find("--no-such-flag"),
            std::string::npos);
  EXPECT_NE(refusal({"scan", "--format", "yaml"}).find("json"),
            std::string::npos);
  EXPECT_NE(refusal({"scan", "--fail-on", "grave"}).find("--fail-on"),
            std::string::npos);
  EXPECT_NE(refusal({"history", "--since", "soon"}).find("90 days ago"),
            std::string::npos);
  EXPECT_NE(refusal({"history", "--range", "a"}).find("--range"),
            std::string::npos);
}

TEST(Options, AnswerHelpAndVersion) {
  for (const Words& words :
       std::vector<Words>{{"--help"}, {"scan", "--help"}, {"--version"}}) {
    const Command command = parsed(words);
    ASSERT_TRUE(std::holds_alternative<Message>(command));
    EXPECT_EQ(std::get<Message>(command).status, 0);
    EXPECT_FALSE(std::get<Message>(command).text.empty());
  }
  EXPECT_NE(std::get<Message>(parsed({"scan", "--help"}))
                .text.find("--min-confidence"),
            std::string::npos);
}

}  // namespace
}  // namespace patrol

// What holds for every format of the table, also for those that come later.
#include "scanner/report/format.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>
#include <string>

#include "scanner/report/summary.h"
#include "tests/unit/report/sample.h"

namespace patrol {
namespace {

TEST(Formats, AreFoundByName) {
  for (const Format& format : formats()) {
    EXPECT_EQ(find_format(format.name), &format);
    EXPECT_FALSE(format.help.empty());
  }
  EXPECT_EQ(find_format("no-such-format"), nullptr);
}

TEST(Formats, ShowNoSecretUnlessAsked) {
  for (const Sample& sample :
       {usual_sample(), hostile_sample(), history_sample()}) {
    for (const Format& format : formats()) {
      for (const bool color : {false, true}) {
        const std::string text =
            rendered(sample, format.name, {.color = color});
        for (const std::string& secret : sample.secrets) {
          EXPECT_EQ(text.find(secret), text.npos) << format.name;
        }
      }
    }
  }
}

// SARIF is made to be uploaded, and shows none.
TEST(Formats, ShowSecretsWholeWhenAsked) {
  const Sample sample = usual_sample();
  for (const Format& format : formats()) {
    if (format.name == "sarif") continue;
    const std::string text =
        rendered(sample, format.name, {.show_secrets = true});
    for (const Finding& finding : sample.report.findings) {
      EXPECT_NE(text.find(finding.secret.reveal()), text.npos) << format.name;
    }
  }
}

TEST(Formats, ShowCompanionsWholeWhenAsked) {
  const Sample sample = usual_sample();
  for (const char* format : {"human", "json", "jsonl"}) {
    const std::string text = rendered(sample, format, {.show_secrets = true});
    for (const std::string& secret : sample.secrets) {
      EXPECT_NE(text.find(secret), text.npos) << format;
    }
  }
}

TEST(Summary, ShowsNoSecret) {
  const Sample sample = usual_sample();
  std::ostringstream err;
  print_summary(sample.input(), {.show_secrets = true}, err);
  for (const std::string& secret : sample.secrets) {
    EXPECT_EQ(err.str().find(secret), std::string::npos);
  }
}

// What a format is for: its own commands, each at the start of a line.
std::string without_own_commands(std::string_view format, std::string text) {
  const std::string begin = format == "github"  ? "::"
                            : format == "azure" ? "##vso[task.logissue "
                                                : "";
  if (begin.empty()) return text;
  std::istringstream lines(text);
  std::string rest;
  for (std::string line; std::getline(lines, line);) {
    rest += line.starts_with(begin) ? line.substr(begin.size()) : line;
    rest += '\n';
  }
  return rest;
}

// No control byte but the line end, and no way to reorder what is read.
void expect_harmless(const std::string& text) {
  for (const char c : text) {
    EXPECT_TRUE(static_cast<unsigned char>(c) >= 0x20 || c == '\n')
        << static_cast<int>(c);
  }
  EXPECT_EQ(text.find("\xe2\x80\xae"), text.npos);
  EXPECT_EQ(text.find("\xc2\x9b"), text.npos);
  EXPECT_EQ(text.find("##["), text.npos);
  EXPECT_EQ(text.find("##vso["), text.npos);
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    const std::size_t start = line.find_first_not_of(' ');
    EXPECT_NE(line.compare(std::min(start, line.size()), 2, "::"), 0) << line;
  }
}

TEST(Formats, PrintNothingThatATerminalOrARunnerObeys) {
  for (const Format& format : formats()) {
    SCOPED_TRACE(format.name);
    for (const Sample& sample : {hostile_sample(), usual_sample()}) {
      expect_harmless(
          without_own_commands(format.name, rendered(sample, format.name)));
    }
  }
}

TEST(Summary, PrintsNothingThatATerminalOrARunnerObeys) {
  std::ostringstream err;
  print_summary(hostile_sample().input(), {}, err);
  expect_harmless(err.str());
}

}  // namespace
}  // namespace patrol

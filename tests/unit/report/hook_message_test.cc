#include "scanner/report/hook_message.h"

#include <gtest/gtest.h>

#include <sstream>

#include "tests/unit/report/sample.h"

namespace patrol {
namespace {

constexpr HookWording kWording = {"in what is staged", "nothing was committed",
                                  "Take them out.\n", "Or mark them.\n"};

std::string message(const Sample& sample, bool is_blocked) {
  std::ostringstream out;
  write_hook_message(sample.input(), kWording, is_blocked, out);
  return out.str();
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != text.npos;
}

TEST(HookMessage, IsNoneWhereNothingWasFound) {
  EXPECT_EQ(message(empty_sample(), false), "");
}

TEST(HookMessage, SaysWhatStopsGitAndWhatToDo) {
  Sample sample = usual_sample();
  sample.report.scan.status = ScanStatus::kComplete;
  const std::string text = message(sample, true);
  EXPECT_TRUE(text.starts_with(
      "patrol: 3 secrets in what is staged: nothing was committed\n  "));
  EXPECT_TRUE(text.ends_with("\nTake them out.\nOr mark them.\n")) << text;
}

TEST(HookMessage, GivesNoAdviceWhereGitGoesOn) {
  const std::string text = message(usual_sample(), false);
  EXPECT_TRUE(text.starts_with("patrol: 3 secrets in what is staged\n"));
  EXPECT_FALSE(has(text, "Take them out"));
}

TEST(HookMessage, ShowsNoSecret) {
  for (const Sample& sample :
       {usual_sample(), hostile_sample(), history_sample()}) {
    const std::string text = message(sample, true);
    for (const std::string& secret : sample.secrets) {
      EXPECT_FALSE(has(text, secret));
    }
  }
}

TEST(HookMessage, LetsNoNameReachTheTerminalAsItIs) {
  const std::string text = message(hostile_sample(), true);
  for (const char c : text) {
    EXPECT_TRUE(c == '\n' || static_cast<unsigned char>(c) >= ' ');
  }
}

TEST(HookMessage, SaysWhatWasNotRead) {
  Sample sample = empty_sample();
  sample.report.scan.status = ScanStatus::kPartial;
  sample.report.scan.unread_count = 1;
  sample.report.scan.unread = {{"a", "missing"}};
  EXPECT_EQ(message(sample, false),
            "patrol: incomplete: 1 not read: a: missing\n");
  EXPECT_EQ(message(sample, true),
            "patrol: incomplete: 1 not read: a: missing: nothing was "
            "committed\n");
}

}  // namespace
}  // namespace patrol

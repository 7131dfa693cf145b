#include "scanner/ci/log_guard.h"

#include <gtest/gtest.h>

#include <ostream>
#include <random>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace patrol {
namespace {

std::string guarded(const std::string& text) {
  std::stringbuf log;
  LogGuard guard(log);
  std::ostream(&guard) << text << std::flush;
  return log.str();
}

// How the two runners read a line, written from their descriptions.
bool is_obeyed(const std::string& line) {
  if (line.find("##[") != line.npos || line.find("##vso[") != line.npos ||
      line.find("##VSO[") != line.npos) {
    return true;
  }
  std::string rest = line;
  for (bool again = true; again;) {
    again = false;
    for (const char* blank : {" ", "\t", "\v", "\f", "\xc2\xa0", "\xc2\x85",
                              "\xe2\x80\x83", "\xe3\x80\x80"}) {
      if (!rest.starts_with(blank)) continue;
      rest.erase(0, std::string(blank).size());
      again = true;
    }
  }
  return rest.starts_with("::");
}

bool is_any_obeyed(const std::string& text) {
  std::string line;
  for (const char c : text + "\n") {
    if (c != '\n' && c != '\r') {
      line += c;
      continue;
    }
    if (is_obeyed(line)) return true;
    line.clear();
  }
  return false;
}

TEST(LogGuard, PutsABlankIntoWhatWouldBeObeyed) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"::error::x", ": :error::x"},
      {"a\n  ::error::x", "a\n  : :error::x"},
      {"a\r::error::x", "a\r: :error::x"},
      {"\xc2\xa0::add-mask::x", "\xc2\xa0: :add-mask::x"},
      {"a ##[error]b", "a ## [error]b"},
      {"a ##vso[task.complete]b", "a ## vso[task.complete]b"},
      {"##VsO[task.complete]b", "## VsO[task.complete]b"},
      {"###[x", "### [x"},
  };
  for (const auto& [text, expected] : cases) {
    EXPECT_EQ(guarded(text), expected);
  }
}

TEST(LogGuard, LetsEverythingElseThrough) {
  for (const char* text :
       {"a::b", "std::string", ":", ": :", "## Heading", "# [x]", "#", "##\n[",
        "  3 | a::b\n", "\x1b[31m::\x1b[0m", "grüße::x"}) {
    EXPECT_EQ(guarded(text), text);
  }
}

TEST(LogGuard, LeavesNothingToObeyWhateverIsWritten) {
  const std::vector<std::string> parts = {
      ":",        "::",           "#",     "##", "[",  "v",
      "vso[",     "VSO[",         " ",     "\n", "\r", "a",
      "\xc2\xa0", "\xe3\x80\x80", "error", "\t"};
  std::mt19937 random(7);
  for (int i = 0; i < 20'000; ++i) {
    std::string text;
    for (int part = 0; part < 8; ++part) text += parts[random() % parts.size()];
    EXPECT_FALSE(is_any_obeyed(guarded(text))) << testing::PrintToString(text);
  }
}

TEST(LogGuard, SaysWhenTheLogTakesNoMore) {
  struct Full : std::streambuf {
  } full;
  LogGuard guard(full);
  std::ostream out(&guard);
  out << "a";
  EXPECT_FALSE(out);
}

}  // namespace
}  // namespace patrol

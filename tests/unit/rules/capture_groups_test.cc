#include "scanner/rules/capture_groups.h"

#include <gtest/gtest.h>
#include <re2/re2.h>

#include <array>
#include <random>
#include <string>

namespace patrol {
namespace {

// What the engine itself says.
CaptureGroups by_re2(const RE2& regex) {
  CaptureGroups groups;
  groups.count = static_cast<std::uint32_t>(regex.NumberOfCapturingGroups());
  const auto& names = regex.NamedCapturingGroups();
  if (auto it = names.find("secret"); it != names.end()) {
    groups.secret = static_cast<std::uint32_t>(it->second);
  }
  return groups;
}

TEST(CaptureGroups, CountsAsTheEngineDoes) {
  constexpr std::array kRegexes = {
      R"(abc)",
      R"((a)(b)(?:c)(?i:d)(?i)(e))",
      R"((?P<secret>a))",
      R"((x)(?P<other>y)(?P<secret>z)(w))",
      R"(\((a)\)\\(b))",
      R"([(](a)[^(](b))",
      R"([]()](a)[^]()](?P<secret>b))",
      R"([[:alpha:](]+(a))",
      R"([[:^digit:])]+(a))",
      R"([\]()](a))",
      R"([[(](a))",
      R"(\Q(a)(b)\E(c))",
      R"(\Qa\(b)",
      R"([a\-(](b)|((c)|(?P<secret>(d))))",
  };
  for (const char* regex : kRegexes) {
    const RE2 engine(regex, RE2::Latin1);
    ASSERT_TRUE(engine.ok()) << regex << ": " << engine.error();
    EXPECT_EQ(capture_groups(regex), by_re2(engine)) << regex;
  }
}

TEST(CaptureGroups, KnowsTheNameInGoNotation) {
  EXPECT_EQ(capture_groups("(a)(?<secret>b)"), (CaptureGroups{2, 2}));
}

TEST(CaptureGroups, CountsGeneratedRegexesAsTheEngineDoes) {
  constexpr std::array<std::string_view, 22> kPieces = {
      "(",   ")",  "(?:", "(?P<secret>", "(?P<a>", "[",  "]", "[^",
      "\\",  "Q",  "E",   "[:alpha:]",   "a",      "|",  "*", "(?i)",
      "\\(", "\\", "-",   "]",           "(a)",    "[(]"};
  RE2::Options options(RE2::Latin1);
  options.set_log_errors(false);
  std::mt19937 random(1);
  int compared = 0;
  for (int round = 0; round < 20000; ++round) {
    std::string regex;
    for (std::size_t n = random() % 9 + 1; n > 0; --n) {
      regex += kPieces[random() % kPieces.size()];
    }
    const RE2 engine(regex, options);
    if (!engine.ok()) continue;
    ++compared;
    ASSERT_EQ(capture_groups(regex), by_re2(engine)) << regex;
  }
  EXPECT_GT(compared, 1000);
}

}  // namespace
}  // namespace patrol

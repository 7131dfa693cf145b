#include "scanner/sources/glob.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace patrol {
namespace {

struct Row {
  std::string_view pattern;
  std::string_view text;
  bool matches;
};

void check(const std::vector<Row>& rows, GlobSubject subject) {
  for (const Row& row : rows) {
    EXPECT_EQ(Glob(row.pattern, subject, Case::kExact).matches(row.text),
              row.matches)
        << row.pattern << " on " << row.text;
  }
}

TEST(Glob, MatchesNames) {
  check({{"*", "", true},
         {"*", "anything", true},
         {"a*c", "abbc", true},
         {"a*c", "abbd", false},
         {"a?c", "abc", true},
         {"a?c", "ac", false},
         {"a**c", "ac", true},
         {"*a*b*", "xxaxxbxx", true},
         {"\\*", "*", true},
         {"\\*", "a", false},
         {"a\\", "a", false},
         {"a\\", "a\\", false},
         {"", "", true},
         {"", "a", false}},
        GlobSubject::kName);
}

TEST(Glob, MatchesSets) {
  check({{"[abc]", "b", true},
         {"[abc]", "d", false},
         {"[!abc]", "d", true},
         {"[^abc]", "a", false},
         {"[a-c]", "b", true},
         {"[a-]", "-", true},
         {"[-a]", "-", true},
         {"[]a]", "]", true},
         {"[!]a]", "]", false},
         {"[\\]]", "]", true},
         {"[a-\\c]", "b", true},
         {"[[:digit:]x]", "7", true},
         {"[[:digit:]x]", "x", true},
         {"[[:digit:]]", "a", false},
         {"[[:space:]]", "\v", false},
         {"[[:nonsense:]]", "n", false},
         {"[[:digit]", ":", true},
         {"[a", "a", false},
         {"[\xC0-\xFF]", "\xE9", true}},
        GlobSubject::kName);
}

TEST(Glob, KeepsGapsWithinFoldersOfAPath) {
  check({{"*", "a/b", false},
         {"a?b", "a/b", false},
         {"a[/]b", "a/b", false},
         {"a[!x]b", "a/b", false},
         {"*/b", "a/b", true},
         {"*/b", "a/c/b", false},
         {"a/*/c", "a/b/c", true},
         {"**", "a/b/c", true},
         {"**/c", "c", true},
         {"**/c", "a/b/c", true},
         {"**/c", "a/bc", false},
         {"a/**/c", "a/c", true},
         {"a/**/c", "a/b/b/c", true},
         {"a/**", "a/b/c", true},
         {"a/**", "a", false},
         {"**/a/*b", "a/x/a/xb", true},
         {"**/*a/b", "xa/c/xa/b", true},
         {"a**/b", "a/x/b", false},
         {"a**/b", "axx/b", true},
         {"**\\/b", "a/x/b", true}},
        GlobSubject::kPath);
}

TEST(Glob, FoldsAsciiLetters) {
  const auto matches = [](std::string_view pattern, std::string_view text) {
    return Glob(pattern, GlobSubject::kName, Case::kFolded).matches(text);
  };
  EXPECT_TRUE(matches("READ*", "readme"));
  EXPECT_TRUE(matches("[A-Z]x", "bx"));
  EXPECT_TRUE(matches("[[:upper:]]", "b"));
  EXPECT_FALSE(matches("[B]", "b")) << "so it is in git";
}

// The definition, taken literally. Exponential.
bool slow_match(std::string_view pattern, std::string_view text) {
  if (pattern.empty()) return text.empty();
  if (pattern.starts_with("**/")) {
    if (slow_match(pattern.substr(3), text)) return true;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '/' && slow_match(pattern.substr(3), text.substr(i + 1))) {
        return true;
      }
    }
    return false;
  }
  if (pattern == "**") return true;
  if (pattern[0] == '*') {
    for (std::size_t i = 0;; ++i) {
      if (slow_match(pattern.substr(1), text.substr(i))) return true;
      if (i == text.size() || text[i] == '/') return false;
    }
  }
  if (text.empty()) return false;
  const bool same = pattern[0] == '?' ? text[0] != '/' : pattern[0] == text[0];
  return same && slow_match(pattern.substr(1), text.substr(1));
}

TEST(Glob, AgreesWithTheDefinitionOnGeneratedPaths) {
  std::mt19937 random(20261123);
  const auto pick = [&](const std::vector<std::string>& from, int most) {
    std::string text;
    for (auto n = random() % static_cast<unsigned>(most); n-- > 0;) {
      text += from[random() % from.size()];
    }
    return text;
  };
  int matched = 0;
  for (int round = 0; round < 200000; ++round) {
    // Every '*' is followed by something else, so that rows of stars appear
    // only as "/**/", where they have a meaning of their own.
    std::string pattern = round % 3 == 0 ? "**/" : "";
    pattern += pick({"a", "b", "/", "*a", "*b", "?", "/**/", "*/"}, 8);
    if (pattern.find("/**/**/") != pattern.npos) continue;
    const std::string text = pick({"a", "b", "/", "ab"}, 10);
    const bool expected = slow_match(pattern, text);
    matched += expected ? 1 : 0;
    ASSERT_EQ(Glob(pattern, GlobSubject::kPath, Case::kExact).matches(text),
              expected)
        << pattern << " on " << text;
  }
  EXPECT_GT(matched, 1000) << "the generator makes too few matches";
}

// A backtracking matcher would not come back from this.
TEST(Glob, NeedsNoExponentialTime) {
  std::string pattern;
  for (int i = 0; i < 40; ++i) pattern += "a*";
  pattern += "[b]*c";
  const std::string text(4000, 'a');
  EXPECT_FALSE(
      Glob(pattern, GlobSubject::kName, Case::kExact).matches(text + "c"));
  std::string deep;
  for (int i = 0; i < 40; ++i) deep += "**/a*";
  std::string path;
  for (int i = 0; i < 500; ++i) path += "aaa/";
  EXPECT_FALSE(
      Glob(deep + "b*", GlobSubject::kPath, Case::kExact).matches(path));
}

}  // namespace
}  // namespace patrol

#include "scanner/sources/ignore.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace patrol {
namespace {

Verdict verdict(std::string_view rules, std::string_view path,
                bool is_directory = false) {
  return IgnoreFile(rules, Case::kExact).verdict(path, is_directory);
}

struct Row {
  std::string_view rules;
  std::string_view path;
  Verdict expected;
};

TEST(IgnoreFile, ReadsPatternsAsTheManualSays) {
  const std::vector<Row> rows = {
      {"foo", "foo", Verdict::kIgnored},
      {"foo", "a/foo", Verdict::kIgnored},
      {"foo", "foobar", Verdict::kSilent},
      {"/foo", "foo", Verdict::kIgnored},
      {"/foo", "a/foo", Verdict::kSilent},
      {"a/foo", "a/foo", Verdict::kIgnored},
      {"a/foo", "b/a/foo", Verdict::kSilent},
      {"**/foo", "b/a/foo", Verdict::kIgnored},
      {"*.o", "a/b.o", Verdict::kIgnored},
      {"*.o", "b.so", Verdict::kSilent},
      {"*.tar.gz", "b.tar.gz", Verdict::kIgnored},
      {"*.tar.gz", "b.gz", Verdict::kSilent},
      {"*~", "b.c~", Verdict::kIgnored},
      {"a/*.o", "a/b.o", Verdict::kIgnored},
      {"a/*.o", "a/b/c.o", Verdict::kSilent},
      {"*\n!foo", "foo", Verdict::kKept},
      {"!foo\n*", "foo", Verdict::kIgnored},
      {"*.c\n!a*.c\nab.c", "ab.c", Verdict::kIgnored},
      {"*.c\n!a*.c\nab.c", "ac.c", Verdict::kKept},
      {"# foo", "# foo", Verdict::kSilent},
      {"\\# foo", "# foo", Verdict::kIgnored},
      {"\\!foo", "!foo", Verdict::kIgnored},
      {"foo  ", "foo", Verdict::kIgnored},
      {"foo\\ ", "foo ", Verdict::kIgnored},
      {"foo\t", "foo", Verdict::kSilent},
      {"foo\r\nbar\r\n", "foo", Verdict::kIgnored},
      {"foo\r\nbar\r", "bar", Verdict::kIgnored},
      {"\n\n\nfoo", "foo", Verdict::kIgnored},
      {"\xEF\xBB\xBF"
       "foo",
       "foo", Verdict::kIgnored},
      {"/", "foo", Verdict::kSilent},
      {"!", "foo", Verdict::kSilent},
      {"", "foo", Verdict::kSilent},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(verdict(row.rules, row.path), row.expected)
        << row.rules << " on " << row.path;
  }
}

TEST(IgnoreFile, AppliesASlashAtTheEndToFoldersOnly) {
  for (std::string_view rule : {"build/", "/build/", "b*d/", "*.d/"}) {
    const std::string_view path = rule == "*.d/" ? "x.d" : "build";
    EXPECT_EQ(verdict(rule, path, true), Verdict::kIgnored) << rule;
    EXPECT_EQ(verdict(rule, path, false), Verdict::kSilent) << rule;
  }
}

TEST(IgnoreFile, EndsALineAtANul) {
  using std::string_view_literals::operator""sv;
  EXPECT_EQ(verdict("foo\0bar\n"sv, "foo"), Verdict::kIgnored);
}

TEST(IgnoreFile, FoldsCaseWhenTold) {
  const IgnoreFile rules("Build/\n*.TMP\n/Out*\n", Case::kFolded);
  EXPECT_EQ(rules.verdict("BUILD", true), Verdict::kIgnored);
  EXPECT_EQ(rules.verdict("a/x.tmp", false), Verdict::kIgnored);
  EXPECT_EQ(rules.verdict("output", false), Verdict::kIgnored);
}

TEST(IsIgnored, AsksTheNearestFileFirst) {
  const auto outer = std::make_shared<const IgnoreChain>(
      IgnoreChain{IgnoreFile("*.log\n", Case::kExact), 0, nullptr});
  const IgnoreChain inner{IgnoreFile("!keep.log\n/only\n", Case::kExact), 4,
                          outer};
  EXPECT_FALSE(is_ignored(&inner, "src/keep.log", false));
  EXPECT_TRUE(is_ignored(&inner, "src/other.log", false));
  EXPECT_TRUE(is_ignored(&inner, "src/only", false));
  EXPECT_FALSE(is_ignored(outer.get(), "src/only", false));
  EXPECT_FALSE(is_ignored(nullptr, "src/other.log", false));
}

}  // namespace
}  // namespace patrol

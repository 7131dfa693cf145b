#include "scanner/git/config_text.h"

#include <gtest/gtest.h>

#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/sandbox.h"

namespace patrol {
namespace {

// "key=value" or "key", a line each; "error: ..." if there is one.
std::string listed(std::string_view text) {
  const Result<ConfigText> config = ConfigText::parse(text);
  if (!config) return "error: " + config.error().message;
  std::string lines;
  for (const ConfigEntry& entry : config->entries()) {
    lines += entry.key + (entry.value ? "=" + *entry.value : "") + "\n";
  }
  return lines;
}

// The same from git, without what it says against the text. That `git config`
// fails must not fail the test.
std::string listed_by_git(const Sandbox& sandbox, std::string_view text) {
  sandbox.write("config", text);
  const std::string output =
      sandbox.git({"-c",
                   "alias.list=!git config --list -z -f config 2>/dev/null || "
                   "printf 'error\\0'",
                   "list"});
  std::string lines;
  for (std::string_view rest = output; !rest.empty();) {
    std::string entry(rest.substr(0, rest.find('\0')));
    rest.remove_prefix(entry.size() + 1);
    const std::size_t value = entry.find('\n');
    if (value != entry.npos) entry[value] = '=';
    if (entry == "error") return entry;
    lines += entry + "\n";
  }
  return lines;
}

std::optional<bool> yes(std::string_view text) {
  return ConfigText::parse(text)->yes("a.b");
}

TEST(ConfigText, KnowsSectionsAndKeysInAnyCase) {
  EXPECT_EQ(listed("[Core]\n\tBare = false\n[core] \n Worktree=/X"),
            "core.bare=false\ncore.worktree=/X\n");
}

TEST(ConfigText, KeepsASubsectionAsItStands) {
  EXPECT_EQ(listed("[Remote \"A.b \\\" \\c\"]\nurl = u\n"),
            "remote.A.b \" c.url=u\n");
}

TEST(ConfigText, TellsAKeyAloneFromAnEmptyValue) {
  EXPECT_EQ(listed("[a]\nb\nc =\n"), "a.b\na.c=\n");
}

TEST(ConfigText, DropsCommentsAndBlanksThatAreNotQuoted) {
  EXPECT_EQ(listed("# x\n[a] ; y\n b =  c  d  # z\n e = \" f;# \" ; g\n"),
            "a.b=c  d\na.e= f;# \n");
}

TEST(ConfigText, ReadsEscapesAndContinuedLines) {
  EXPECT_EQ(listed("[a]\nb = c\\td\\\\\\\"\\\ne\n"), "a.b=c\td\\\"e\n");
}

TEST(ConfigText, ReadsFilesFromWindows) {
  EXPECT_EQ(listed("\xEF\xBB\xBF[a]\r\nb = c\r\nd\r\n"), "a.b=c\na.d\n");
}

TEST(ConfigText, FollowsNoInclude) {
  EXPECT_EQ(listed("[include]\npath = /etc/passwd\n"),
            "include.path=/etc/passwd\n");
}

TEST(ConfigText, SaysWhatIsWrongWhere) {
  EXPECT_EQ(listed("[a"), "error: line 1: not a section");
  EXPECT_EQ(listed("\n[]"), "error: line 2: not a section");
  EXPECT_EQ(listed("[a \"b\nc\"]"), "error: line 1: not a section");
  EXPECT_EQ(listed("[a]\n1 = 2\n"), "error: line 2: not a key");
  EXPECT_EQ(listed("[a]\n\nb c\n"), "error: line 3: not a key");
  EXPECT_EQ(listed("[a]\nb = \"c\nd = e\n"), "error: line 2: not a value");
  EXPECT_EQ(listed("[a]\nb = \\q\n"), "error: line 2: not a value");
}

TEST(ConfigText, TakesTheLastOfSeveral) {
  const auto config = ConfigText::parse("[a]\nb = 1\nc = 2\nb = 3\n");
  EXPECT_EQ(config->text("a.b"), "3");
  EXPECT_EQ(config->text("a.d"), std::nullopt);
  EXPECT_EQ(config->find("a.d"), nullptr);
}

TEST(ConfigText, UnderstandsYesAndNo) {
  for (const char* word :
       {"b", "b = true", "b = YES", "b = on", "b = 1", "b = -2k"}) {
    EXPECT_EQ(yes(std::string("[a]\n") + word), true) << word;
  }
  for (const char* word : {"b =", "b = False", "b = no", "b = off", "b = 0"}) {
    EXPECT_EQ(yes(std::string("[a]\n") + word), false) << word;
  }
  for (const char* word : {"c", "b = maybe", "b = k", "b = -"}) {
    EXPECT_EQ(yes(std::string("[a]\n") + word), std::nullopt) << word;
  }
}

// Texts made of what means something in a configuration. A lone '\r' is not
// among it: in a value, git before 2.45 reads it as a blank.
TEST(ConfigText, ReadsWhatGitReads) {
  const Sandbox sandbox;
  const std::vector<std::string_view> parts = {
      "[a]",  "[B.c]",    "[d \"E f\"]", "[",    "]",      "\"",
      "\\",   "\\n",      "\\\"",        "\n",   "\n",     "\n",
      "\r\n", "k = v",    "K",           "=",    " = ",    " ",
      "#",    ";",        "x-y",         "\\\n", "1",      "z = 1\n",
      "\\\\", "[a \"\"]", ".",           "_",    "key=w\n"};
  std::mt19937 random(7);
  int read = 0;
  for (int round = 0; round < 300; ++round) {
    std::string text = "[a]\n";
    for (auto left = random() % 8; left > 0; --left) {
      text += parts[random() % parts.size()];
    }
    const std::string ours = listed(text);
    const std::string theirs = listed_by_git(sandbox, text);
    EXPECT_EQ(ours.starts_with("error: ") ? "error" : ours, theirs) << text;
    if (theirs != "error") ++read;
  }
  EXPECT_GT(read, 100);
}

}  // namespace
}  // namespace patrol

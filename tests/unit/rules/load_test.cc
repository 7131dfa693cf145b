#include "scanner/rules/load.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "tests/unit/rules/rule_text.h"

namespace patrol {
namespace {

TEST(ParseRules, SortsById) {
  auto rules =
      parse("[[rules]]\nid='b'\nregex='bcd'\n[[rules]]\nid='a'\nregex='abc'\n");
  ASSERT_TRUE(rules);
  EXPECT_EQ(rules->rules()[0].id, "a");
  EXPECT_EQ(rules->rules()[1].id, "b");
}

TEST(ParseRules, RefusesNamesThatTwoRulesHave) {
  const std::string a = "[[rules]]\nid = 'a'\nregex = 'abc'\n";
  const std::string b = "[[rules]]\nid = 'b'\nregex = 'abc'\n";
  expect_errors({
      {a + a, "x.toml:4: rule a: id: \"a\" is taken already by a, x.toml:1"},
      {a + "aliases = ['b']\n" + b,
       "x.toml:1: rule a: aliases: \"b\" is taken already by b, x.toml:5"},
      {a + "aliases = ['c']\n" + b + "aliases = ['c']\n",
       "x.toml:5: rule b: aliases: \"c\" is taken already by a, x.toml:1"},
      {a + "aliases = ['a']\n",
       "x.toml:1: rule a: aliases: \"a\" is taken already by a, x.toml:1"},
  });
}

namespace fs = std::filesystem;

class LoadRules : public testing::Test {
 protected:
  LoadRules() {
    std::string name = (fs::temp_directory_path() / "patrol.XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
  }
  ~LoadRules() override { fs::remove_all(folder_); }

  fs::path write(const std::string& name, std::string_view text) const {
    std::ofstream(folder_ / name, std::ios::binary) << text;
    return folder_ / name;
  }
  static std::string error_of(const fs::path& path) {
    auto rules = load_rules(path, options(RuleOrigin::kUser));
    return rules ? "no error" : rules.error().message;
  }

  fs::path folder_;
};

TEST_F(LoadRules, ReadsOneFile) {
  auto rules =
      load_rules(write("any name", rule_with("")), options(RuleOrigin::kUser));
  ASSERT_TRUE(rules) << rules.error().message;
  EXPECT_EQ(only(rules).id, "a-1");
}

TEST_F(LoadRules, ReadsTheTomlFilesOfAFolderAndNoOthers) {
  write("b.toml", "[[rules]]\nid='b'\nregex='abc'\n");
  write("a.toml", "[[rules]]\nid='a'\nregex='abc'\n");
  write("notes.txt", "not TOML");
  write(".hidden.toml", "not TOML");
  fs::create_directory(folder_ / "deeper");
  write("deeper/c.toml", "not TOML");
  auto rules = load_rules(folder_, options(RuleOrigin::kUser));
  ASSERT_TRUE(rules) << rules.error().message;
  EXPECT_EQ(rules->size(), 2u);
}

TEST_F(LoadRules, NamesBothFilesOfAnIdThatIsTakenTwice) {
  const auto a = write("a.toml", "[[rules]]\nid='a'\nregex='abc'\n");
  const auto b = write("b.toml", "\n[[rules]]\nid='a'\nregex='abc'\n");
  EXPECT_EQ(error_of(folder_), b.string() +
                                   ":2: rule a: id: \"a\" is taken already by "
                                   "a, " +
                                   a.string() + ":1");
}

TEST_F(LoadRules, SaysWhatIsWrongWithAFile) {
  const std::string missing = (folder_ / "missing.toml").string();
  EXPECT_EQ(error_of(missing), missing + ": No such file or directory");
  const auto empty = write("empty.toml", "");
  EXPECT_EQ(error_of(empty), empty.string() + ": holds no rules");
  const auto large = write("large.toml", std::string(kLargestRuleFile, '#'));
  EXPECT_EQ(error_of(large), large.string() + ": holds no rules");
  write("large.toml", std::string(kLargestRuleFile + 1, '#'));
  EXPECT_EQ(error_of(large), large.string() + ": is larger than 10 MB");
}

TEST_F(LoadRules, DoesNotWaitForAFifo) {
  const fs::path fifo = folder_ / "x.toml";
  ASSERT_EQ(::mkfifo(fifo.c_str(), 0600), 0);
  EXPECT_EQ(error_of(fifo), fifo.string() + ": is not a regular file");
  EXPECT_EQ(error_of(folder_), fifo.string() + ": is not a regular file");
}

TEST_F(LoadRules, RefusesAFolderWithoutRules) {
  EXPECT_EQ(error_of(folder_), folder_.string() + ": holds no *.toml file");
  fs::create_directory(folder_ / "x.toml");
  EXPECT_EQ(error_of(folder_),
            (folder_ / "x.toml").string() + ": is not a regular file");
}

TEST_F(LoadRules, SaysThatAFileMayNotBeRead) {
  const auto file = write("x.toml", rule_with(""));
  fs::permissions(file, fs::perms::none);
  fs::permissions(folder_, fs::perms(0755));
  constexpr uid_t kNobody = 65534;
  const uid_t self = ::geteuid();
  // Root may read everything, so root steps down for a moment.
  ASSERT_EQ(self == 0 ? ::seteuid(kNobody) : 0, 0);
  const std::string error = error_of(file);
  ASSERT_EQ(::seteuid(self), 0);
  EXPECT_EQ(error, file.string() + ": Permission denied");
}

TEST_F(LoadRules, KeepsAnErrorOnOneLineWhateverTheFileIsCalled) {
  const auto file = write("a\nb.toml", "");
  EXPECT_EQ(error_of(file),
            (folder_ / "a\\x0Ab.toml: holds no rules").string());
}

}  // namespace
}  // namespace patrol

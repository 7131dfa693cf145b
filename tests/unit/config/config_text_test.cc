#include "scanner/config/config_text.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "tests/unit/config/configured.h"

namespace patrol {
namespace {

using Texts = std::vector<std::string>;

class ConfigText : public testing::Test {
 protected:
  WrittenConfig read(std::string_view toml) {
    Result<WrittenConfig> config = read_config(toml, "c.toml", storage_);
    EXPECT_TRUE(config) << config.error().message;
    return config ? *std::move(config) : WrittenConfig();
  }

  RuleStorage storage_;
};

TEST_F(ConfigText, ReadsWhatIsExtended) {
  const WrittenConfig config =
      read("[extend]\nuseDefault = true\ndisabledRules = ['a', 'b']\n");
  EXPECT_TRUE(config.use_default);
  EXPECT_EQ(config.disabled_rules, (Texts{"a", "b"}));
  EXPECT_EQ(read("[extend]\npath = 'x.toml'\n").extend_path, "x.toml");
}

TEST_F(ConfigText, ReadsEveryKeyOfAnAllowlist) {
  const WrittenConfig config = read(R"(
[[allowlists]]
description = "why"
condition = "AND"
commits = ["c1"]
paths = ['p(?<n>1)']
regexTarget = "line"
regexes = ["r1", "r2"]
stopwords = ["w"]
targetRules = ["x"]
)");
  ASSERT_EQ(config.allowlists.size(), 1u);
  const Allowlist& list = config.allowlists[0];
  EXPECT_TRUE(list.needs_all);
  EXPECT_EQ(list.commits, Texts{"c1"});
  EXPECT_EQ(list.paths, Texts{"p(?P<n>1)"});
  EXPECT_EQ(list.target, Allowlist::Target::kLine);
  EXPECT_EQ(list.regexes, (Texts{"r1", "r2"}));
  EXPECT_EQ(list.stopwords, Texts{"w"});
  EXPECT_EQ(list.rules, Texts{"x"});
}

TEST_F(ConfigText, AnAllowlistOfARuleNamesIt) {
  const WrittenConfig config = read(
      "[[rules]]\nid = 'x'\nregex = 'a'\n[rules.allowlist]\npaths = ['p']\n");
  ASSERT_EQ(config.allowlists.size(), 1u);
  EXPECT_EQ(config.allowlists[0].rules, Texts{"x"});
}

TEST_F(ConfigText, TakesBothWaysToWriteACondition) {
  for (const auto& [word, needs_all] :
       std::vector<std::pair<std::string, bool>>{{"AND", true},
                                                 {"&&", true},
                                                 {"OR", false},
                                                 {"||", false},
                                                 {"", false},
                                                 {"and", true}}) {
    const WrittenConfig config = read(
        "[[allowlists]]\npaths = ['a']\n"
        "condition = '" +
        word + "'\n");
    EXPECT_EQ(config.allowlists.at(0).needs_all, needs_all) << word;
  }
}

TEST_F(ConfigText, WhatIsEmptyIsNotThere) {
  const WrittenConfig config = read(
      "[[rules]]\nid = 'x'\nregex = 'a'\ndescription = ''\nkeywords = []\n"
      "secretGroup = 0\nentropy = 0.0\n");
  ASSERT_EQ(config.rules.size(), 1u);
  EXPECT_EQ(config.rules[0].fields.size(), 2u);  // id and regex
}

TEST_F(ConfigText, IdsOfOtherToolsMayHoldAnything) {
  EXPECT_EQ(
      read("[[rules]]\nid = 'My Rule_1'\nregex = 'a'\n").rules.at(0).rule.id,
      "My Rule_1");
}

TEST_F(ConfigText, AnIdThatATerminalWouldObeyIsRefused) {
  for (const char* id : {"a\\u001b[2J", "a\\nb", "\\u0080", "caf\xC3\xA9"}) {
    const auto config = read_config(
        "[[rules]]\nregex = 'a'\nid = \"" + std::string(id) + "\"\n", "c.toml",
        storage_);
    ASSERT_FALSE(config) << id;
    EXPECT_EQ(config.error().message,
              "c.toml:3: id: is not of printable ASCII alone");
  }
}

TEST_F(ConfigText, AnUnknownKeyIsAWarning) {
  const WrittenConfig config = read(
      "hosts = 1\n[extend]\nurl = 'https://x'\n[[rules]]\nid = 'x'\n"
      "regex = 'a'\nweight = 'x'\n[[rules.allowlists]]\npaths = ['a']\nif = "
      "1\n");
  ASSERT_EQ(config.warnings.size(), 4u);
  EXPECT_EQ(config.warnings[0].rfind("c.toml:1: hosts", 0), 0u);
  EXPECT_NE(config.warnings[1].find("url"), std::string::npos);
  EXPECT_NE(config.warnings[2].find("rule x: weight"), std::string::npos);
  EXPECT_NE(config.warnings[3].find("if"), std::string::npos);
}

// Whatever stands there, it ends with rules or with a reason.
TEST_F(ConfigText, DamagedTextIsAnErrorOrAConfiguration) {
  const std::string whole =
      "[extend]\nuseDefault = true\ndisabledRules = ['a']\n[[rules]]\n"
      "id = 'x'\nregex = 'a'\nkeywords = ['k']\n[[rules.allowlists]]\n"
      "condition = 'AND'\npaths = ['a']\n[[allowlists]]\ncommits = ['c']\n";
  std::mt19937 random(1);
  for (int i = 0; i < 2000; ++i) {
    std::string text = whole;
    for (int n = 0; n < 3; ++n) {
      text[random() % text.size()] = static_cast<char>(random() % 256);
    }
    const auto config = read_config(text, "c.toml", storage_);
    EXPECT_TRUE(config || !config.error().message.empty());
  }
}

}  // namespace
}  // namespace patrol

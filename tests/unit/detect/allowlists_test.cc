#include "scanner/detect/allowlists.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/unit/detect/test_detector.h"

namespace patrol {
namespace {

// Two rules; what both match is given by hand.
class AllowlistsTest : public testing::Test {
 protected:
  AllowlistsTest()
      : detector_(
            "[[rules]]\nid = 'a'\nregex = 'aa_[a-z]{4}'\n"
            "[[rules]]\nid = 'b'\nregex = 'bb_[a-z]{4}'\n") {}

  // Is the secret of rule 0, with those texts and at that place, allowed?
  bool allows(const Allowlist& list, const MatchedText& text,
              std::string_view path = "src/a", std::string_view commit = "") {
    const auto lists = Allowlists::make({list}, detector_.rules());
    EXPECT_TRUE(lists);
    Detection detection;
    detection.rule = RuleIndex{0};
    detection.allowed_by = lists->allowing(RuleIndex{0}, text);
    return lists->allows(detection, path, commit);
  }

  TestDetector detector_;
};

using Target = Allowlist::Target;
constexpr MatchedText kText{"secret", "key=secret", "the key=secret here"};

TEST_F(AllowlistsTest, ARegexIsAboutWhatTheListSays) {
  EXPECT_TRUE(allows({.regexes = {"^sec"}}, kText));
  EXPECT_FALSE(allows({.regexes = {"key"}}, kText));
  EXPECT_TRUE(allows({.regexes = {"key"}, .target = Target::kMatch}, kText));
  EXPECT_FALSE(allows({.regexes = {"here"}, .target = Target::kMatch}, kText));
  EXPECT_TRUE(allows({.regexes = {"here"}, .target = Target::kLine}, kText));
}

TEST_F(AllowlistsTest, AStopwordIsInTheSecretInAnyCase) {
  EXPECT_TRUE(allows({.stopwords = {"CRE"}}, kText));
  EXPECT_FALSE(allows({.stopwords = {"key"}}, kText));
}

TEST_F(AllowlistsTest, ACommitIsWholeAndInAnyCase) {
  EXPECT_TRUE(allows({.commits = {"ABC1"}}, kText, "p", "abc1"));
  EXPECT_FALSE(allows({.commits = {"abc"}}, kText, "p", "abc1"));
  EXPECT_FALSE(allows({.commits = {""}}, kText, "p", "abc1"));
}

TEST_F(AllowlistsTest, OneOfSeveralIsEnoughUnlessAllAreNeeded) {
  Allowlist list{.paths = {"^src/"}, .regexes = {"nothing"}};
  EXPECT_TRUE(allows(list, kText));
  list.needs_all = true;
  EXPECT_FALSE(allows(list, kText));
  list.regexes = {"nothing", "secret"};
  EXPECT_TRUE(allows(list, kText));
  EXPECT_FALSE(allows(list, kText, "test/a"));
}

TEST_F(AllowlistsTest, WhatNeedsAllNeedsNothingThatItDoesNotName) {
  EXPECT_TRUE(allows({.needs_all = true, .commits = {"c1"}, .paths = {"a"}},
                     kText, "src/a", "c1"));
}

TEST_F(AllowlistsTest, AListOfOneRuleIsNotAboutAnother) {
  EXPECT_FALSE(allows({.regexes = {"secret"}, .rules = {"b"}}, kText));
  EXPECT_TRUE(allows({.regexes = {"secret"}, .rules = {"b", "a"}}, kText));
}

TEST_F(AllowlistsTest, ARegexThatRe2RefusesIsAnError) {
  const auto lists =
      Allowlists::make({{.paths = {"(?=a)"}}}, detector_.rules());
  ASSERT_FALSE(lists);
  EXPECT_NE(lists.error().message.find("paths"), std::string::npos);
}

TEST(LinesAround, AreThoseThatTheMatchStandsOn) {
  const std::string text = "one\ntwo three\nfour\nfive";
  const auto lines = [&](std::string_view from, std::string_view to) {
    return lines_around(text, {text.find(from), text.find(to) + to.size()});
  };
  EXPECT_EQ(lines("one", "one"), "one");
  EXPECT_EQ(lines("three", "three"), "two three");
  EXPECT_EQ(lines("wo", "fou"), "two three\nfour");
  EXPECT_EQ(lines("three", "\nf").substr(0, 9), "two three");
  EXPECT_EQ(lines("five", "five"), "five");
  EXPECT_EQ(lines_around(text, {4, 14}), "two three");  // with its LF
}

}  // namespace
}  // namespace patrol

#include "scanner/rules/regex_syntax.h"

#include <gtest/gtest.h>

#include <string>

namespace patrol {
namespace {

// The widest text that the node can match, for comparing shapes.
std::uint32_t widest(const RegexNode& node) {
  std::uint32_t width = 0;
  switch (node.kind) {
    case RegexNode::Kind::kEmpty:
    case RegexNode::Kind::kBegin:
      return 0;
    case RegexNode::Kind::kSet:
      return 1;
    case RegexNode::Kind::kConcat:
      for (const RegexNode& child : node.children) width += widest(child);
      return width;
    case RegexNode::Kind::kAlternate:
      for (const RegexNode& child : node.children) {
        width = std::max(width, widest(child));
      }
      return width;
    case RegexNode::Kind::kRepeat:
      break;
  }
  return node.max * widest(node.children.front());
}

TEST(ParseRegex, KnowsTheWidthOfWhatItReads) {
  struct Case {
    const char* regex;
    std::uint32_t width;
  };
  for (const Case& c : {
           Case{"abc", 3},
           {"a|bcd|", 3},
           {"(ab){2,4}", 8},
           {"(?:a|bc)?d", 3},
           {"(?P<secret>[a-z]{52})", 52},
           {"(?i:x)\\.\\x41\\x{42}\\101", 5},
           {"^\\bfoo\\B$\\A\\z", 3},
           {"[]a]{2}[^]]", 3},
           {"[[:alnum:]_-]{7}", 7},
           {"[\\w.+-]\\d\\S", 3},
           {"\\Qa.b\\E.", 4},
           {"a{,3}", 5},  // no count: five literal bytes
           {"\\pL\\p{Greek}", 2},
           {"x{0}y", 1},
       }) {
    const auto tree = parse_regex(c.regex);
    ASSERT_TRUE(tree) << c.regex;
    EXPECT_EQ(widest(*tree), c.width) << c.regex;
  }
}

TEST(ParseRegex, SaysWhatIsWrong) {
  struct Case {
    const char* regex;
    const char* error;
  };
  for (const Case& c : {
           Case{"(a", "missing )"},
           {"a)", "unmatched )"},
           {"[a", "missing ]"},
           {"a{1001}", "repeats more than 1000 times"},
           {"a{3,2}", "repeat range ends before it begins"},
           {"*a", "repeats nothing"},
           {"[z-a]", "class range ends before it begins"},
           {"[[:nope:]]", "unknown class name"},
           {"(?=a)",
            "unknown group flag, or look-around, which RE2 does not have"},
           {"(a)\\1x\\q",
            "unknown escape, or back-reference, which RE2 does not have"},
           {"\\xZZ", "\\x needs two hex digits"},
           {"\\x{20AC}", "a code point above \\xff is not a byte"},
           {"a\\", "ends too early"},
       }) {
    const auto tree = parse_regex(c.regex);
    ASSERT_FALSE(tree) << c.regex;
    EXPECT_EQ(tree.error().message, c.error) << c.regex;
  }
}

TEST(ParseRegex, RefusesNestingThatWouldOverflowTheStack) {
  const std::string deep =
      std::string(100'000, '(') + "a" + std::string(100'000, ')');
  const auto tree = parse_regex(deep);
  ASSERT_FALSE(tree);
  EXPECT_EQ(tree.error().message, "nested too deeply");
}

TEST(ParseRegex, CaselessFlagEndsWithItsGroup) {
  const auto tree = parse_regex("(?i:a)b((?i)c)d");
  ASSERT_TRUE(tree);
  ASSERT_EQ(tree->children.size(), 4U);
  const auto both = [](const RegexNode& node, char lower, char upper) {
    const RegexNode* leaf = &node;
    while (leaf->kind != RegexNode::Kind::kSet) leaf = &leaf->children.back();
    return leaf->set.contains(static_cast<unsigned char>(lower)) &&
           leaf->set.contains(static_cast<unsigned char>(upper));
  };
  EXPECT_TRUE(both(tree->children[0], 'a', 'A'));
  EXPECT_FALSE(both(tree->children[1], 'b', 'B'));
  EXPECT_TRUE(both(tree->children[2], 'c', 'C'));
  EXPECT_FALSE(both(tree->children[3], 'd', 'D'));
}

}  // namespace
}  // namespace patrol

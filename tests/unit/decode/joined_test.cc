#include "scanner/decode/joined.h"

#include <gtest/gtest.h>

#include "tests/unit/decode/decoding.h"

namespace patrol {
namespace {

std::string cut(std::string_view text, std::size_t at,
                std::string_view between) {
  return std::string(text.substr(0, at)) + std::string(between) +
         std::string(text.substr(at));
}

TEST(JoinedLiterals, AreReadWithEveryOperator) {
  const std::string text = "a1b2c3d4e5f6g7h8i9j0k1l2";
  for (std::string_view between :
       {"' '", "'\n    '", "'\r\n\t'", "' + '", "'+'", "' +\n  '", "'\n  + '",
        "' . '", "' & '", "' & _\n  '", "' \\\n  '", "' _\n '"}) {
    for (std::size_t at = 1; at < text.size(); ++at) {
      const std::string single = cut(text, at, between);
      std::string twice = single;
      for (char& c : twice) c = c == '\'' ? '"' : c;
      ASSERT_TRUE(reads(kJoined, "x('" + single + "')", text)) << between;
      ASSERT_TRUE(reads(kJoined, "x(\"" + twice + "\")", text)) << between;
    }
  }
}

TEST(JoinedLiterals, AreReadInManyPieces) {
  std::mt19937 random(1);
  for (int round = 0; round < 100; ++round) {
    const std::string text = random_word(random, 60);
    std::string code = text;
    for (std::size_t at = 60; at > 1;) {
      at -= 1 + random() % (at - 1);
      code.insert(at, "\" + \"");
    }
    ASSERT_TRUE(reads(kJoined, '"' + code + '"', text));
  }
}

TEST(JoinedLiterals, AreLeftWhereOneEndsOrBeginsWithABlank) {
  for (std::string_view code :
       {R"("a sentence that is cut " "at its blanks and goes on")",
        R"("a_sentence_that_is_cut" " at_its_blanks_and_goes_on")",
        R"("a_sentence_that_is_cut", "another_one_of_some_length")",
        R"("a_sentence_that_is_cut" - "another_one_of_some_length")",
        R"("a_sentence_that_is_cut" 'another_one_of_some_length')",
        R"("a_sentence_that_is_cut""another_one_of_some_length")",
        R"("a_sentence_that_is_cut" + x + "another_one_of_some_length")"}) {
    EXPECT_TRUE(readings(kJoined, code).empty()) << code;
  }
}

TEST(JoinedLiterals, AreLeftWhereARowOfATableEnds) {
  for (std::string_view end : {"\n", "\r\n"}) {
    for (std::string_view separator : {",", ";"}) {
      const std::string row = "\"name_of_it\"" + std::string(separator) +
                              "\"a1b2c3d4e5f6g7h8i9j0\"" + std::string(end);
      EXPECT_TRUE(readings(kJoined, row + row).empty()) << row;
    }
  }
}

TEST(JoinedLiterals, AreReadWhereAnIndentedLineBeginsWithOne) {
  EXPECT_TRUE(reads(kJoined, "f(x,\"a1b2c3d4e5f6\"\n    \"g7h8i9j0k1l2\")",
                    "a1b2c3d4e5f6g7h8i9j0k1l2"));
}

TEST(JoinedLiterals, AreLeftAtTheEndOfTheText) {
  for (std::string_view end :
       {"\"", "\" ", "\" +", "\" + ", "\" + \"", "\" _", "\"\n"}) {
    EXPECT_TRUE(
        readings(kJoined, "\"abcdefghijklmnopqrstuvwxyz" + std::string(end))
            .empty())
        << end;
  }
}

TEST(Markup, IsReadAcrossTheRunsOfEachProgram) {
  const std::string text = "a1b2c3d4e5f6g7h8i9j0k1l2";
  for (std::string_view between :
       {"</w:t></w:r><w:r><w:t>",
        "</w:t></w:r><w:proofErr w:type=\"spellEnd\"/><w:r><w:rPr><w:b/>"
        "</w:rPr><w:t xml:space=\"preserve\">",
        "</a:t></a:r><a:r><a:rPr lang=\"en\"/><a:t>", "</t></r><r><t>",
        "</text:span><text:span text:style-name=\"T1\">",
        "<text:span text:style-name=\"T1\">", "</text:span>"}) {
    for (std::size_t at = 1; at < text.size(); ++at) {
      ASSERT_TRUE(
          reads(kMarkup, "<w:t>" + cut(text, at, between) + "</w:t>", text))
          << between;
    }
  }
}

TEST(Markup, IsLeftWhereItEndsSomethingElse) {
  for (std::string_view between :
       {"</b><b>", "</w:t></w:r></w:p> <w:p><w:r><w:t>", "</w:t", "</w:t>",
        "</w:t><w:t", "</w:tab><w:tab>", "</w:t> "}) {
    EXPECT_TRUE(readings(kMarkup, "<w:t>abcdefghijkl" + std::string(between) +
                                      " mnopqrstuvwxyz</w:t>")
                    .empty())
        << between;
  }
}

// Each search for the other end stops where it meets another beginning.
TEST(Markup, OfTextThatIsNothingElseIsSafe) {
  std::string text;
  while (text.size() < 200'000) text += "<x</w:t>";
  EXPECT_TRUE(readings(kMarkup, text).empty());
}

}  // namespace
}  // namespace patrol

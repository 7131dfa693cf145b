#include "scanner/decode/survey.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <tuple>

#include "scanner/decode/quiet.h"
#include "tests/support/slow_survey.h"

namespace patrol {
namespace {

void expect_slow_survey(std::string_view text, Survey& survey) {
  survey.take(text);
  ASSERT_EQ(survey.text_runs(), slow_text_runs(text)) << text;
  ASSERT_EQ(survey.plain_runs(), slow_runs(text, is_plain)) << text;
  for (std::size_t m = 0; m < kMarks; ++m) {
    const Mark mark{static_cast<std::uint8_t>(m)};
    ASSERT_TRUE(std::ranges::equal(survey.marks(mark), slow_marks(text, mark)))
        << m << text;
  }
}

// Sizes around those of a block, of a group and of several.
std::size_t random_size(std::mt19937& random) {
  static constexpr std::size_t kNear[] = {0, 64, 512, 576, 1024, 2560, 4608};
  const std::size_t size = kNear[random() % std::size(kNear)] + random() % 5;
  return size < 2 ? size : size - 2;
}

TEST(Survey, NotesWhatLookingAtEachByteNotes) {
  std::mt19937 random(1);
  Survey survey;
  for (int round = 0; round < 4'000; ++round) {
    std::string text(random_size(random), ' ');
    const auto gaps = 2 + random() % 60;
    const auto letters = 8 + random() % 7;  // with specials, or without
    for (char& c : text) {
      c = random() % gaps ? "aZ09QQdBcZ+/-_"[random() % letters]
                          : "\\%&<\"'.:= \x80\xFFux\n#t+"[random() % 18];
    }
    expect_slow_survey(text, survey);
  }
}

TEST(Survey, KnowsEveryByteBehindEveryByte) {
  std::string text;
  for (int a = 0; a < 256; ++a) {
    for (int b = 0; b < 256; ++b) {
      text += static_cast<char>(a);
      text += static_cast<char>(b);
    }
  }
  Survey survey;
  expect_slow_survey(text, survey);
}

// HTML's names of the marks that tokens hold.
TEST(Survey, NotesTheBeginningOfEveryNameOfACharacter) {
  Survey survey;
  for (const std::string_view text :
       {"&amp;", "&lt;", "&gt;", "&quot;", "&apos;", "&plus;", "&sol;",
        "&equals;", "&lowbar;", "&colon;", "&semi;", "&commat;", "&#43;"}) {
    survey.take(text);
    EXPECT_EQ(survey.marks(Mark::kAmpersand).size(), 1U) << text;
  }
}

TEST(Survey, TakesRunsOfEveryLengthAtEveryPlace) {
  Survey survey;
  for (std::size_t size = kLeastBase64 - 1; size < 140; ++size) {
    for (std::size_t begin = 0; begin < 70; ++begin) {
      const std::string run(size, 'x');
      expect_slow_survey(std::string(begin, ' ') + run, survey);
      expect_slow_survey(std::string(begin, ' ') + run + ' ' + run + ' ',
                         survey);
    }
  }
}

// Base64 of text, in all ways to count, over all borders of blocks and groups.
TEST(Survey, TakesTextAtEveryPlace) {
  const std::string text = "VGhlIHF1aWNrIGJyb3duIGZveCBqdW1wcyBvdmVyPz8_Pz4_";
  Survey survey;
  for (std::size_t begin = 0; begin < 1200; ++begin) {
    for (const std::string_view before : {"", "o", "/8", "i5o"}) {
      const std::string filler(begin, begin % 3 == 0 ? '=' : 'b');
      expect_slow_survey(filler + std::string(before) + text, survey);
      EXPECT_EQ(survey.text_runs().size(), 1U);
    }
  }
}

TEST(Survey, OfAllPartsIsThatOfTheWhole) {
  std::mt19937 random(7);
  Survey of_parts;
  Survey whole;
  for (int round = 0; round < 3'000; ++round) {
    std::string text(random() % 4000, ' ');
    const auto gaps = 2 + random() % 200;
    for (char& c : text) {
      c = random() % gaps ? "aZ09QQdBcZ+/-_"[random() % 14]
                          : "\\%&<\"'.:= \x80\xFFux\n#t+\n;\n"[random() % 22];
    }
    std::vector<Span> parts = {{0, 0}};
    for (std::uint64_t at = 1; at <= text.size(); ++at) {
      if (!is_quiet(text, at) || (at < text.size() && random() % 2)) continue;
      parts.push_back({parts.back().end, at});
    }
    of_parts.take(text, parts);
    whole.take(text);
    ASSERT_EQ(of_parts.text_runs(), whole.text_runs());
    ASSERT_EQ(of_parts.plain_runs(), whole.plain_runs());
    for (std::size_t m = 0; m < kMarks; ++m) {
      const Mark mark{static_cast<std::uint8_t>(m)};
      ASSERT_TRUE(std::ranges::equal(of_parts.marks(mark), whole.marks(mark)));
    }
  }
}

TEST(Survey, ForgetsTheTextBefore) {
  Survey survey;
  survey.take(std::string(100, 'x') + "\"\\%&<");
  expect_slow_survey("", survey);
  survey.take(std::string(64, 'x'));
  expect_slow_survey("'" + std::string(kLeastBase64 - 1, 'x'), survey);
}

}  // namespace
}  // namespace patrol

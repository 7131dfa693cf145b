#include "scanner/decode/survey.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <random>
#include <string>
#include <tuple>

namespace patrol {
namespace {

bool is_plain(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
         (c >= '0' && c <= '9');
}

bool is_special(char c) { return c == '+' || c == '/' || c == '-' || c == '_'; }

bool is_base64(char c) { return is_plain(c) || is_special(c); }

// The six bits that a character stands for.
unsigned value_of(char c) {
  constexpr std::string_view kCharacters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  if (c == '-') c = '+';
  if (c == '_') c = '/';
  return static_cast<unsigned>(kCharacters.find(c));
}

// Does the byte that begins in the character say that it is ASCII, if the
// character has place `place` in its group of four?
bool may_stand(char c, std::size_t place) {
  constexpr unsigned kFirstBitOfByte[] = {0b100000, 0b001000, 0b000010, 0};
  return (value_of(c) & kFirstBitOfByte[place]) == 0;
}

// Are there kLeastBase64 characters in a row that may be text?
bool may_be_text(std::string_view run) {
  for (std::size_t way = 0; way < 4; ++way) {
    std::size_t stretch = 0;
    for (std::size_t i = 0; i < run.size(); ++i) {
      stretch = may_stand(run[i], (i + way) % 4) ? stretch + 1 : 0;
      if (stretch == kLeastBase64) return true;
    }
  }
  return false;
}

// Byte by byte: slow and obvious.
template <typename Belongs>
std::vector<Span> slow_runs(std::string_view text, Belongs belongs) {
  std::vector<Span> out;
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && belongs(text[i])) continue;
    if (i - begin >= kLeastBase64) out.push_back({begin, i});
    begin = i + 1;
  }
  return out;
}

std::vector<Span> slow_text_runs(std::string_view text) {
  std::vector<Span> out = slow_runs(text, is_base64);
  std::erase_if(out, [&](const Span& run) {
    return !may_be_text(text.substr(run.begin, run.size()));
  });
  return out;
}

// Behind blanks and brackets a quote opens a literal.
bool opens_none(char c) {
  return is_plain(c) || is_special(c) || (c >= '.' && (c & 0x80) == 0);
}

bool is_one_of(char c, std::string_view set) {
  return set.find(c) != std::string_view::npos;
}

bool is_marked(std::string_view text, std::size_t i, Mark mark) {
  if (i + 1 == text.size()) return false;
  const char next = text[i + 1];
  switch (mark) {
    case Mark::kBackslash:
      return text[i] == '\\' && is_one_of(next, "uUx01234567\\/=:_-\n\r");
    case Mark::kPercent:
      return text[i] == '%' && std::isxdigit(static_cast<unsigned char>(next));
    case Mark::kAmpersand:
      return text[i] == '&' && (next == '#' || (next >= 'a' && next <= 'z'));
    case Mark::kLess:
      return text[i] == '<' && (next == '/' || next == 't');
    case Mark::kQuote:
      return is_one_of(text[i], "\"'") && i > 0 && opens_none(text[i - 1]) &&
             is_one_of(next, " \t\n\r+.&\\_");
  }
  return false;
}

std::vector<std::uint32_t> slow_marks(std::string_view text, Mark mark) {
  std::vector<std::uint32_t> out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_marked(text, i, mark)) out.push_back(static_cast<std::uint32_t>(i));
  }
  return out;
}

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

TEST(Survey, ForgetsTheTextBefore) {
  Survey survey;
  survey.take(std::string(100, 'x') + "\"\\%&<");
  expect_slow_survey("", survey);
  survey.take(std::string(64, 'x'));
  expect_slow_survey("'" + std::string(kLeastBase64 - 1, 'x'), survey);
}

}  // namespace
}  // namespace patrol

#include "scanner/decode/survey.h"

#include <gtest/gtest.h>

#include <algorithm>
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

// Base64 of text has 62 and 63 last in its groups of four alone.
bool may_be_text(std::string_view run) {
  for (std::size_t last = 0; last < 4; ++last) {
    std::size_t stretch = 0;
    for (std::size_t i = 0; i < run.size(); ++i) {
      const bool fits = !is_special(run[i]) || i % 4 == last;
      stretch = fits ? stretch + 1 : 0;
      if (stretch == kLeastBase64) return true;
    }
  }
  return false;
}

// Byte by byte: slow and obvious.
std::vector<Span> slow_runs(std::string_view text) {
  std::vector<Span> out;
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && (is_plain(text[i]) || is_special(text[i]))) continue;
    if (i - begin >= kLeastBase64) out.push_back({begin, i});
    begin = i + 1;
  }
  return out;
}

// Those that must be noted.
std::vector<Span> slow_text_runs(std::string_view text) {
  std::vector<Span> out = slow_runs(text);
  std::erase_if(out, [&](const Span& run) {
    return !may_be_text(text.substr(run.begin, run.size()));
  });
  return out;
}

// Behind blanks and brackets a quote opens a literal.
bool opens_none(char c) {
  return is_plain(c) || is_special(c) || (c >= '.' && (c & 0x80) == 0);
}

bool is_marked(std::string_view text, std::size_t i, Mark mark) {
  switch (mark) {
    case Mark::kBackslash:
      return text[i] == '\\';
    case Mark::kPercent:
      return text[i] == '%';
    case Mark::kAmpersand:
      return text[i] == '&';
    case Mark::kLess:
      return text[i] == '<';
    case Mark::kQuote:
      return (text[i] == '"' || text[i] == '\'') && i > 0 &&
             opens_none(text[i - 1]);
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
  const auto by_place = [](const Span& a, const Span& b) {
    return std::tie(a.begin, a.end) < std::tie(b.begin, b.end);
  };
  ASSERT_TRUE(std::ranges::includes(slow_runs(text), survey.runs(), by_place));
  ASSERT_TRUE(
      std::ranges::includes(survey.runs(), slow_text_runs(text), by_place))
      << text;
  for (std::size_t m = 0; m < kMarks; ++m) {
    const Mark mark{static_cast<std::uint8_t>(m)};
    ASSERT_TRUE(std::ranges::equal(survey.marks(mark), slow_marks(text, mark)))
        << m << text;
  }
}

// Sizes around those of a block, of a batch of blocks and of several.
std::size_t random_size(std::mt19937& random) {
  static constexpr std::size_t kNear[] = {0, 64, 128, 1024, 2048};
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
      c = random() % gaps ? "aZ09aZ09aZ+/-_"[random() % letters]
                          : "\\%&<\"'.:= \x80\xFF"[random() % 12];
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

TEST(Survey, ForgetsTheTextBefore) {
  Survey survey;
  survey.take(std::string(100, 'x') + "\"\\%&<");
  expect_slow_survey("", survey);
  survey.take(std::string(64, 'x'));
  expect_slow_survey("'" + std::string(kLeastBase64 - 1, 'x'), survey);
}

}  // namespace
}  // namespace patrol

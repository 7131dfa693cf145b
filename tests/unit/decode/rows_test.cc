#include "scanner/decode/rows.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace patrol {
namespace {

// Zeros, then `text`, then zeros up to a whole group.
std::string laid_out(std::string_view text) {
  std::string out(kBlock, '\0');
  out += text;
  out.resize(kBlock + (text.size() + kGroup - 1) / kGroup * kGroup);
  return out;
}

std::vector<Notes> notes_of(const Classifiers& classify,
                            std::string_view text) {
  const std::string bytes = laid_out(text);
  std::vector<Notes> out((bytes.size() - kBlock) / kGroup);
  for (std::size_t g = 0; g < out.size(); g += kMostGroups) {
    look_for_rows(classify, bytes.data() + g * kGroup,
                  bytes.data() + kBlock + g * kGroup,
                  std::min(kMostGroups, out.size() - g), &out[g]);
  }
  return out;
}

void expect_same(const Notes& a, const Notes& b) {
  EXPECT_EQ(a.marks, b.marks);
  ASSERT_EQ(a.any_row, b.any_row);
  if (!a.any_row) return;
  EXPECT_EQ(a.text.astride, b.text.astride);
  EXPECT_EQ(a.text.within, b.text.within);
  EXPECT_EQ(a.plain.astride, b.plain.astride);
  EXPECT_EQ(a.plain.within, b.plain.within);
}

// The last of classifiers() looks at each byte; survey_test.cc holds what comes
// of it against the slow and obvious.
void expect_all_alike(std::string_view text) {
  const std::vector<Notes> slow = notes_of(classifiers().back(), text);
  for (const Classifiers& classify : classifiers()) {
    const std::vector<Notes> notes = notes_of(classify, text);
    for (std::size_t g = 0; g < notes.size(); ++g) {
      expect_same(notes[g], slow[g]);
    }
  }
}

TEST(Rows, AreTheSameHoweverTheyAreFound) {
  std::mt19937 random(1);
  for (int round = 0; round < 300; ++round) {
    std::string text(random() % 6000, ' ');
    const auto gaps = 20 + random() % 200;
    const auto letters = 8 + random() % 7;
    for (char& c : text) {
      c = random() % gaps ? "aZ09QQdBcZ+/-_"[random() % letters]
                          : static_cast<char>(random());
    }
    expect_all_alike(text);
  }
}

TEST(Rows, KnowEveryByteBehindEveryByte) {
  std::string text;
  for (int a = 0; a < 256; ++a) {
    for (int b = 0; b < 256; ++b) {
      text += static_cast<char>(a);
      text += static_cast<char>(b);
    }
  }
  expect_all_alike(text);
}

}  // namespace
}  // namespace patrol

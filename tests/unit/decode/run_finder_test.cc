#include "scanner/decode/run_finder.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace patrol {
namespace {

// Byte by byte: slow and obvious.
std::vector<Span> runs_by_looking_at_all(std::string_view bytes,
                                         const ByteSet& alphabet,
                                         std::uint32_t length) {
  std::vector<Span> out;
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= bytes.size(); ++i) {
    if (i < bytes.size() &&
        alphabet.contains(static_cast<unsigned char>(bytes[i]))) {
      continue;
    }
    if (i - begin >= length) out.push_back({begin, i});
    begin = i + 1;
  }
  return out;
}

ByteSet letters() {
  ByteSet set;
  set.add_range('a', 'c');
  return set;
}

Span whole(std::string_view text) { return {0, text.size()}; }

TEST(RunFinder, FindsWhatLookingAtEachByteFinds) {
  std::mt19937 random(7);
  for (int round = 0; round < 20'000; ++round) {
    std::string text(random() % 120, ' ');
    const auto gaps = 2 + random() % 20;
    for (char& c : text) c = random() % gaps ? "abc"[random() % 3] : '-';
    const auto length = static_cast<std::uint32_t>(1 + random() % 30);
    std::vector<Span> found;
    RunFinder(letters(), length).find(text, whole(text), found);
    ASSERT_EQ(found, runs_by_looking_at_all(text, letters(), length))
        << text << ' ' << length;
  }
}

TEST(RunFinder, TakesARunThatIsTheWholeText) {
  std::vector<Span> found;
  RunFinder(letters(), 6).find("abcabc", whole("abcabc"), found);
  EXPECT_EQ(found, (std::vector<Span>{{0, 6}}));
}

TEST(RunFinder, FindsNothingInTextShorterThanTheRun) {
  std::vector<Span> found;
  RunFinder(letters(), 4).find("abc", whole("abc"), found);
  RunFinder(letters(), 1).find("", whole(""), found);
  EXPECT_TRUE(found.empty());
}

}  // namespace
}  // namespace patrol

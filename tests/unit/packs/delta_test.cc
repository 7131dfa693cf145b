#include "scanner/packs/delta.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace patrol {
namespace {

std::string number(std::uint64_t value) {
  std::string out;
  for (; value >= 128; value >>= 7) out += static_cast<char>(value | 128);
  return out + static_cast<char>(value);
}

std::string copy(std::uint64_t offset, std::uint64_t size) {
  std::string out(1, static_cast<char>(0xFF));
  for (int i = 0; i < 4; ++i) out += static_cast<char>(offset >> 8 * i);
  for (int i = 0; i < 3; ++i) out += static_cast<char>(size >> 8 * i);
  return out;
}

std::string insert(const std::string& bytes) {
  return static_cast<char>(bytes.size()) + bytes;
}

struct Made {
  std::string delta;
  std::string result;
};

Made random_delta(const std::string& base, std::mt19937& random) {
  std::string instructions;
  std::string result;
  for (auto n = random() % 20; n > 0; --n) {
    if (random() % 2 == 0) {
      const std::string bytes(1 + random() % 127,
                              static_cast<char>('a' + random() % 26));
      instructions += insert(bytes);
      result += bytes;
    } else if (!base.empty()) {
      const std::size_t at = random() % base.size();
      const std::size_t size = 1 + random() % (base.size() - at);
      instructions += copy(at, size);
      result += base.substr(at, size);
    }
  }
  return {number(base.size()) + number(result.size()) + instructions, result};
}

Result<std::string> applied(const std::string& base, const std::string& delta,
                            std::vector<CopiedRun>& runs) {
  const Result<DeltaSizes> sizes = delta_sizes(delta);
  if (!sizes) return sizes.error();
  if (sizes->result > 1 << 20) return Error{"too large"};
  std::string out(sizes->result, '?');
  const auto done = apply_delta(base, delta, *sizes, out.data(), runs);
  if (!done) return done.error();
  return out;
}

TEST(ApplyDelta, MakesTheResultAndSaysWhatWasCopied) {
  std::mt19937 random(1);
  std::vector<CopiedRun> runs;
  std::size_t copied = 0;
  for (int round = 0; round < 5'000; ++round) {
    std::string base(random() % 3000, ' ');
    for (char& c : base) c = static_cast<char>(random());
    const Made made = random_delta(base, random);
    const auto out = applied(base, made.delta, runs);
    ASSERT_TRUE(out) << out.error().message;
    ASSERT_EQ(*out, made.result);
    std::uint64_t after = 0;
    for (const CopiedRun& run : runs) {
      ASSERT_GE(run.length, kLeastRun);
      ASSERT_GE(run.offset, after);
      ASSERT_LE(run.end(), out->size());
      ASSERT_LE(run.base_end(), base.size());
      ASSERT_EQ(out->substr(run.offset, run.length),
                base.substr(run.base_offset, run.length));
      after = run.end();
      copied += run.length;
    }
  }
  EXPECT_GT(copied, 100'000U);
}

TEST(ApplyDelta, MergesCopiesThatAreNeighbours) {
  const std::string base(300, 'x');
  std::vector<CopiedRun> runs;
  const auto out = applied(
      base, number(300) + number(300) + copy(0, 100) + copy(100, 200), runs);
  ASSERT_TRUE(out);
  EXPECT_EQ(runs, (std::vector<CopiedRun>{{0, 0, 300}}));
}

TEST(ApplyDelta, TakesASizeOfZeroForTheLargestCopy) {
  const std::string base(0x10000, 'x');
  std::vector<CopiedRun> runs;
  const auto out =
      applied(base, number(0x10000) + number(0x10000) + "\x80", runs);
  ASSERT_TRUE(out) << out.error().message;
  EXPECT_EQ(*out, base);
}

TEST(ApplyDelta, RefusesWhatIsCorrupt) {
  const std::string base(100, 'x');
  std::vector<CopiedRun> runs;
  const std::string sizes = number(100) + number(10);
  for (const std::string& delta :
       {std::string(), std::string("\x80"), std::string(20, '\xFF'),
        number(99) + number(10) + copy(0, 10), sizes, sizes + copy(0, 9),
        sizes + copy(0, 11), sizes + copy(95, 10), sizes + copy(200, 10),
        sizes + insert("elevenbytes"), sizes + std::string(1, '\0'),
        sizes + copy(0, 10).substr(0, 5), sizes + "\x0A" + "abc",
        sizes + copy(0, 10) + insert("a")}) {
    EXPECT_FALSE(applied(base, delta, runs)) << delta.size();
  }
}

TEST(ApplyDelta, SurvivesAnyBytes) {
  std::mt19937 random(2);
  std::vector<CopiedRun> runs;
  for (int round = 0; round < 20'000; ++round) {
    const std::string base(random() % 100, 'x');
    std::string delta = random_delta(base, random).delta;
    for (auto n = 1 + random() % 3; n > 0 && !delta.empty(); --n) {
      delta[random() % delta.size()] = static_cast<char>(random());
    }
    const auto out = applied(base, delta, runs);
    if (out) {
      EXPECT_LE(out->size(), std::size_t{1} << 20);
    }
  }
}

}  // namespace
}  // namespace patrol

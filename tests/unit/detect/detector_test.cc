#include "scanner/detect/detector.h"

#include <gtest/gtest.h>
#include <re2/re2.h>

#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <tuple>

#include "scanner/core/buffer.h"
#include "tests/unit/detect/test_detector.h"

namespace patrol {
namespace {

// Shapes of rules as there are: fixed prefix, infix at a fixed place, caseless
// words around the secret, a run, nothing to trigger on.
constexpr std::string_view kShapes = R"toml(
[[rules]]
id = "prefix"
regex = '''kp_[a-c]{5}'''
entropy = -1
[[rules]]
id = "infix"
regex = '''[a-c]{4}QQJ[a-c1]{2}'''
entropy = -1
[[rules]]
id = "word"
regex = '''(?i)key\s{0,3}=\s{0,3}([a-c]{3,9})\b'''
entropy = -1
[[rules]]
id = "run"
regex = '''[a-c]{19}[ab]'''
entropy = -1
[[rules]]
id = "nothing"
regex = '''\b[a-c][1-3][a-c]\b'''
entropy = -1
)toml";

std::string random_text(std::mt19937& random, std::size_t size) {
  static constexpr std::string_view kPieces[] = {
      "a",   "b",   "c", "1", "2", " ",    "=",     "\n",     "kp_", "QQJ",
      "key", "KEY", "a", "b", "c", "kp_a", "abcab", "acbacb", "abc"};
  std::string text;
  while (text.size() < size) text += kPieces[random() % std::size(kPieces)];
  return text;
}

using Found = std::set<std::tuple<std::string, std::uint64_t, std::uint64_t>>;

Found found_by_detector(const TestDetector& t, const Piece& piece) {
  Result<Detector::Worker> worker = Detector::Worker::make(t.detector());
  EXPECT_TRUE(worker);
  Detected detected;
  worker->detect(piece, detected);
  Found found;
  for (const Candidate& c : detected.candidates) {
    EXPECT_GE(c.trigger, piece.seen.begin);
    EXPECT_LT(c.trigger, piece.seen.end);
    found.insert({std::string(t.rules()[c.rule].id), c.match.secret.begin,
                  c.match.secret.end});
  }
  // What the judge dropped was found, too.
  for (const Dropped& d : detected.dropped) {
    found.insert(
        {std::string(t.rules()[d.rule].id), d.secret.begin, d.secret.end});
  }
  return found;
}

// RE2 alone: every match at every place where one begins.
std::set<std::tuple<std::string, std::uint64_t, std::uint64_t>> found_by_re2(
    const TestDetector& t, const std::string& text) {
  Found found;
  for (const Rule& rule : t.rules().rules()) {
    const RE2 re2(std::string(rule.regex), RE2::Latin1);
    const int groups = rule.secret_group == 0 ? 1 : 2;
    for (std::size_t at = 0; at < text.size(); ++at) {
      re2::StringPiece part[2];
      if (!re2.Match(text, at, text.size(), RE2::ANCHOR_START, part, groups)) {
        continue;
      }
      const auto begin =
          static_cast<std::uint64_t>(part[groups - 1].data() - text.data());
      found.insert(
          {std::string(rule.id), begin, begin + part[groups - 1].size()});
    }
  }
  return found;
}

TEST(Detector, FindsWhatRe2AloneFinds) {
  const TestDetector t(kShapes);
  std::mt19937 random(11);
  std::size_t total = 0;
  for (int round = 0; round < 2'000; ++round) {
    const std::string text = random_text(random, 300);
    const PaddedCopy padded(text);
    const Found expected = found_by_re2(t, text);
    const Found found = found_by_detector(t, {padded.view(), {0, text.size()}});
    ASSERT_EQ(found, expected) << text;
    total += found.size();
  }
  EXPECT_GT(total, 5'000U);
}

TEST(Detector, PiecesTogetherFindWhatTheWholeFinds) {
  const TestDetector t(kShapes);
  std::mt19937 random(12);
  for (int round = 0; round < 300; ++round) {
    const std::string text = random_text(random, 400);
    const PaddedCopy padded(text);
    Found pieces;
    for (std::uint64_t begin = 0; begin < text.size();) {
      const std::uint64_t end =
          std::min<std::uint64_t>(text.size(), begin + 1 + random() % 90);
      pieces.merge(found_by_detector(t, {padded.view(), {begin, end}}));
      begin = end;
    }
    const Found whole = found_by_detector(t, {padded.view(), {0, text.size()}});
    ASSERT_EQ(pieces, whole) << text;
  }
}

TEST(Detector, LeavesRulesOutThatAreNotEnabled) {
  const TestDetector all(kShapes);
  Result<Detector> made =
      Detector::make(all.rules(), *Prefilter::compile_portable(all.rules()),
                     std::vector<bool>(all.rules().size(), false));
  ASSERT_TRUE(made);
  Result<Detector::Worker> worker = Detector::Worker::make(*made);
  const PaddedCopy text("kp_aaaaa key = abc abcabcabcabcabcabcabca a1b");
  Detected detected;
  worker->detect({text.view(), {0, text.view().size()}}, detected);
  EXPECT_TRUE(detected.candidates.empty());
}

}  // namespace
}  // namespace patrol

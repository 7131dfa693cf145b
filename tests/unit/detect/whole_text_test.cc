// Rules that run over whole texts, and rules with keywords, in blobs that are
// read in pieces: the pieces find what the whole would.
#include <gtest/gtest.h>

#include <random>
#include <set>
#include <string>

#include "scanner/config/configuration.h"
#include "tests/unit/detect/test_detector.h"

namespace patrol {
namespace {

constexpr std::string_view kConfig = R"toml(
[[rules]]
id = "block"
regex = '''<begin>([^<]*)<end>'''
[[rules]]
id = "digits"
regex = '''[0-9]{12,}'''
[[rules]]
id = "gated"
regex = '''gk_[a-z]{12}'''
keywords = ["Open Sesame"]
)toml";

TestDetector detector() {
  const auto config =
      configure({.file = "c.toml", .text = std::string(kConfig), .read = {}},
                load_options(RuleOrigin::kConfig));
  EXPECT_TRUE(config) << config.error().message;
  return TestDetector(*config->rules);
}

std::multiset<std::string> found(const TestDetector& detector,
                                 const std::string& text,
                                 std::size_t own_bytes) {
  std::multiset<std::string> all;
  for (const Detection& d : detector.scan(text, own_bytes).detections) {
    all.insert(std::to_string(d.where.begin) + " " +
               std::string(d.secret.reveal()));
  }
  return all;
}

std::string letters(std::mt19937& random, std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) {
    text += static_cast<char>('a' + random() % 26);
  }
  return text;
}

// About 600 KB: nine pieces of 64 KiB.
std::string sample(std::mt19937& random, bool is_open) {
  std::string text;
  const std::size_t at = random() % 600;
  for (std::size_t i = 0; i < 600; ++i) {
    if (i == at && is_open) text += "OPEN sesame\n";
    if (random() % 9 == 0) text += "<begin>" + letters(random, 5000) + "<end>";
    if (random() % 9 == 0) text += "gk_" + letters(random, 12);
    if (random() % 9 == 0) text += std::to_string(1'000'000'000'000 + random());
    text += "\n" + letters(random, 400) + "\n";
  }
  return text;
}

TEST(WholeText, PiecesFindWhatTheWholeWould) {
  const TestDetector rules = detector();
  std::mt19937 random(5);
  for (int i = 0; i < 4; ++i) {
    const std::string text = sample(random, i % 2 == 0);
    const auto whole = found(rules, text, 4 << 20);
    EXPECT_GT(whole.size(), 20u);
    EXPECT_EQ(found(rules, text, 64 << 10), whole);
  }
}

TEST(WholeText, WhatNoKeywordOpensIsDroppedAndCounted) {
  const TestDetector rules = detector();
  const std::string text = "gk_abcdefghijkl\n" + std::string(200'000, '\n');
  for (const std::size_t own_bytes : {std::size_t{64} << 10, kOwnBytes}) {
    const BlobOutcome outcome = rules.scan(text, own_bytes);
    EXPECT_TRUE(outcome.detections.empty());
    EXPECT_EQ(outcome.drop_counts[static_cast<std::size_t>(Drop::kNoKeyword)],
              1u);
  }
}

TEST(WholeText, AMatchThatIsTooLongIsNotTaken) {
  const TestDetector rules = detector();
  EXPECT_TRUE(rules.scan("<begin>" + std::string(40'000, 'x') + "<end>")
                  .detections.empty());
}

}  // namespace
}  // namespace patrol

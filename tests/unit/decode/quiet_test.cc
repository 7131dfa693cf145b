#include "scanner/decode/quiet.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "scanner/decode/decoder.h"

namespace patrol {
namespace {

std::vector<Span> merged(std::vector<Span> spans) {
  std::ranges::sort(spans, {}, &Span::begin);
  std::vector<Span> out;
  for (const Span& span : spans) {
    if (!out.empty() && span.begin <= out.back().end) {
      out.back().end = std::max(out.back().end, span.end);
    } else {
      out.push_back(span);
    }
  }
  return out;
}

std::vector<Span> found(std::string_view text, const Decoder& decoder,
                        const std::vector<Span>& parts) {
  std::vector<Span> out;
  for (const Span& part : parts) {
    Survey survey;
    survey.take(text, std::vector{part});
    decoder.find(text, survey, out);
  }
  return merged(out);
}

// What decoders look for, and what they stop at.
std::string random_text(std::mt19937& random) {
  static constexpr const char* kPieces[] = {
      "aGVsbG8gd29ybGQsIHRoaXMgaXMgYmFzZTY0IG9mIHRleHQ=",
      "Z2l0OmdvZCBzYXZlIHRoZSBxdWVlbiwgYW5kIHNvIG9uIGZvcg",
      "cGxhaW4",
      "68656c6c6f20776f726c642c206865782064696769747321",
      "\\",
      "\\\\",
      "\\n",
      "\\r\\n",
      "\\u0041bcdefghijklmnopqrstuvwxyz",
      "%41bcdefghijklmnopqrstuvwxyz%2F",
      "&amp;bcdefghijklmnopqrstuvwxyz",
      "\"abcdefghijklmnopqrst\"",
      "'",
      "\"",
      "+",
      "_",
      ".",
      "<w:t>abcdefghijklmnop</w:t><w:t>",
      "</w:t></w:r>",
      "<",
      ">",
      "word",
      "key = ",
      ";",
      "}",
      " ",
      "  ",
      "\t",
      "\r\n",
      "\r",
      "\n",
      "\n",
      "\n",
      "\n",
      "\n  "};
  std::string text;
  for (auto n = random() % 60; n > 0; --n) {
    text += kPieces[random() % std::size(kPieces)];
  }
  return text;
}

TEST(IsQuiet, HoldsWhereDecodersFindOnEachSideWhatTheyFindInTheWhole) {
  std::mt19937 random(3);
  std::size_t places = 0;
  for (int round = 0; round < 5'000; ++round) {
    const std::string text = random_text(random);
    const std::vector<Span> whole = {{0, text.size()}};
    for (std::uint64_t at = 1; at < text.size(); ++at) {
      if (!is_quiet(text, at)) continue;
      ++places;
      for (const Decoder& decoder : decoders()) {
        if (!decoder.nests) continue;  // no survey, and never of a whole text
        ASSERT_EQ(found(text, decoder, {{0, at}, {at, text.size()}}),
                  found(text, decoder, whole))
            << decoder.name << " at " << at << " of\n"
            << text;
      }
    }
  }
  EXPECT_GT(places, 10'000U);
}

TEST(IsQuiet, HoldsAtMostEndsOfLinesOfCode) {
  const std::string text = "int f(void)\n{\n\treturn g(\"a\",\n\t\t h);\n}\n";
  std::size_t quiet = 0;
  for (std::uint64_t at = 1; at < text.size(); ++at) {
    quiet += is_quiet(text, at);
  }
  EXPECT_EQ(quiet, 4U);
}

TEST(QuietPlaces, AreTheNearestOnes) {
  const std::string text = "a b;\nc d;\ne \\\nf;\ng";
  EXPECT_EQ(quiet_before(text, 12), 10U);
  EXPECT_EQ(quiet_behind(text, 12), 17U);
  EXPECT_EQ(quiet_before(text, 10), 10U);
  EXPECT_EQ(quiet_behind(text, 10), 10U);
  EXPECT_EQ(quiet_before(text, 3), 0U);
  EXPECT_EQ(quiet_behind(text, 18), 18U);
}

TEST(QuietPlaces, AreNotLookedForTooFar) {
  const std::string text(3 * kFurthestQuiet, 'x');
  EXPECT_FALSE(quiet_before(text, text.size() / 2));
  EXPECT_FALSE(quiet_behind(text, text.size() / 2));
}

}  // namespace
}  // namespace patrol

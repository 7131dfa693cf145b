// What every decoder promises (decode/decoder.h), held against a text; and
// ways to ask what it read there.
#pragma once

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/decode/decoder.h"

namespace patrol {

// A run, and what it says.
struct Reading {
  Span run;
  std::string text;
  std::vector<Origin> origins;  // by byte of `text`

  // The bytes of the encoded text that text[begin, end) came from.
  Span origin(std::size_t begin, std::size_t end) const {
    return {origins[begin].begin, origins[end - 1].end};
  }
};

inline void expect_contract(std::string_view text, const Reading& reading) {
  const Span& run = reading.run;
  ASSERT_LT(run.begin, run.end);
  ASSERT_LE(run.end, text.size());
  ASSERT_LE(reading.text.size(), run.size());
  ASSERT_EQ(reading.origins.size(), reading.text.size());
  Origin before{static_cast<std::uint32_t>(run.begin), 0};
  for (const Origin& origin : reading.origins) {
    ASSERT_LT(origin.begin, origin.end);
    ASSERT_LE(before.begin, origin.begin);
    ASSERT_LE(before.end, origin.end);
    ASSERT_LE(origin.end, run.end);
    before = origin;
  }
}

inline std::vector<Reading> readings(const Decoder& decoder,
                                     std::string_view text) {
  Survey survey;
  survey.take(text);
  std::vector<Span> runs;
  decoder.find(text, survey, runs);
  std::vector<Reading> out;
  for (const Span& run : runs) {
    Reading& reading = out.emplace_back(Reading{run, {}, {}});
    decoder.decode(text, run, reading.text);
    decoder.origins(text, run, reading.origins);
    expect_contract(text, reading);
  }
  return out;
}

// Does a run say `part`, and does where it came from say it, too?
inline testing::AssertionResult reads(const Decoder& decoder,
                                      std::string_view text,
                                      std::string_view part) {
  std::string all;
  for (const Reading& reading : readings(decoder, text)) {
    all += "\n  " + testing::PrintToString(reading.text);
    const std::size_t at = reading.text.find(part);
    if (at == std::string::npos) continue;
    std::string again;
    decoder.decode(text, reading.origin(at, at + part.size()), again);
    if (again.find(part) != std::string::npos) {
      return testing::AssertionSuccess();
    }
    return testing::AssertionFailure() << "its origin says " << again;
  }
  return testing::AssertionFailure() << text << " is read as:" << all;
}

// Of printable ASCII, blanks among it.
inline std::string random_text(std::mt19937& random, std::size_t size) {
  std::string text(size, ' ');
  for (char& c : text) c = static_cast<char>(' ' + random() % 95);
  return text;
}

// A text without blanks or quotes, as tokens are.
inline std::string random_word(std::mt19937& random, std::size_t size) {
  static constexpr std::string_view kBytes =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=_-.:";
  std::string text(size, ' ');
  for (char& c : text) c = kBytes[random() % kBytes.size()];
  return text;
}

}  // namespace patrol

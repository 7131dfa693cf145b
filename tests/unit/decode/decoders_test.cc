#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <set>

#include "tests/unit/decode/decoding.h"

namespace patrol {
namespace {

TEST(Decoders, HaveNamesOfTheirOwn) {
  std::set<std::string_view> names;
  for (const Decoder& decoder : decoders()) names.insert(decoder.name);
  EXPECT_EQ(names.size(), decoders().size());
}

// Bytes that encodings are made of, and whatever else.
std::string hostile_text(std::mt19937& random, std::size_t size) {
  static constexpr std::string_view kPieces[] = {
      "\\",
      "\\u",
      "\\u002b",
      "\\x2",
      "%",
      "%2F",
      "&#x2b;",
      "&amp",
      "\"",
      "\" + \"",
      "'",
      "' '",
      "\n",
      "\\n",
      "\r",
      "=",
      " ",
      "</w:t>",
      "<w:t>",
      "</t>",
      "<x",
      "6768",
      "eDpn",
      "AAAA",
      "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo=",
      "616263",
      "_",
      "abcdefghijklmnopqrst"};
  std::string text;
  while (text.size() < size) {
    const auto n = random() % (std::size(kPieces) + 3);
    if (n < std::size(kPieces)) {
      text += kPieces[n];
    } else if (n == std::size(kPieces)) {
      text += {static_cast<char>('a' + random() % 26), '\0'};
    } else {
      text += static_cast<char>(random());
    }
  }
  return text;
}

TEST(Decoders, KeepTheirPromisesOnAnyText) {
  std::mt19937 random(1);
  std::size_t found = 0;
  for (int round = 0; round < 5'000; ++round) {
    const std::string text = hostile_text(random, random() % 600);
    for (const Decoder& decoder : decoders()) {
      found += readings(decoder, text).size();  // holds them against the text
    }
  }
  EXPECT_GT(found, 5'000U) << "there was something to read";
}

TEST(Decoders, KeepTheirPromisesOnTextThatIsCutAnywhere) {
  std::mt19937 random(2);
  for (int round = 0; round < 20; ++round) {
    const std::string text = hostile_text(random, 300);
    for (std::size_t cut = 0; cut <= text.size(); ++cut) {
      for (const Decoder& decoder : decoders()) {
        readings(decoder, std::string_view(text).substr(cut));
        readings(decoder, std::string_view(text).substr(0, cut));
      }
    }
  }
}

// Of each level no more may be read than a few times the text: else nesting
// would have no end.
TEST(Decoders, ReadATextAFewTimesAtMost) {
  std::mt19937 random(3);
  for (int round = 0; round < 200; ++round) {
    const std::string text = hostile_text(random, 4'000);
    for (const Decoder& decoder : decoders()) {
      std::size_t read = 0;
      for (const Reading& reading : readings(decoder, text)) {
        read += reading.run.size();
      }
      ASSERT_LE(read, 4 * text.size()) << decoder.name;
    }
  }
}

std::string file_content(const std::string& path) {
  std::ifstream stream(PATROL_SOURCE_DIR "/" + path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

TEST(Decoders, FindNextToNothingInSourceCode) {
  for (const char* path :
       {"scanner/scan.cc", "scanner/detect/detector.cc", "scanner/git/index.cc",
        "scanner/decode/run_finder.cc", "scanner/detect/judge.cc"}) {
    const std::string text = file_content(path);
    ASSERT_GT(text.size(), 1'000U) << path;
    for (const Decoder& decoder : decoders()) {
      std::size_t read = 0;
      for (const Reading& reading : readings(decoder, text)) {
        read += reading.run.size();
      }
      EXPECT_LE(read, text.size() / 10) << path << ' ' << decoder.name;
    }
  }
}

}  // namespace
}  // namespace patrol

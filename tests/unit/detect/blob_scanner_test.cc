#include "scanner/detect/blob_scanner.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <optional>
#include <random>
#include <sstream>
#include <string>
#include <tuple>
#include <vector>

#include "scanner/core/codec.h"
#include "tests/support/versions.h"
#include "tests/unit/detect/test_detector.h"

namespace patrol {
namespace {

constexpr std::string_view kRules = R"toml(
[[rules]]
id = "token"
regex = '''tk_[a-z0-9]{20}'''
entropy = -1
[[rules]]
id = "run"
regex = '''[a-z2-7]{51}[aq]'''
entropy = -1
[[rules]]
id = "assignment"
regex = '''(?i)key\s*=\s*"([^"]{8,200})"'''
max_length = 400
generic = true
entropy = -1
[[rules]]
id = "block"
regex = '''<begin>[^<]*<end>'''
max_length = 20000
entropy = -1
)toml";

// A token that no filter takes for a placeholder.
std::string token(std::mt19937& random) {
  std::string text = "tk_";
  for (int i = 0; i < 20; ++i) {
    text += "abcdefghijklmnopqrstuvwxyz0123456789"[random() % 36];
  }
  return text;
}

std::string describe(const BlobOutcome& outcome, const RuleSet& rules) {
  std::ostringstream out;
  for (const Detection& d : outcome.detections) {
    out << rules[d.rule].id << ' ' << d.where.begin << '-' << d.where.end << ' '
        << d.begin.line << ':' << d.begin.column << '-' << d.end.line << ':'
        << d.end.column << ' ' << d.secret.reveal() << " [" << d.snippet.before
        << '|' << d.snippet.masked << '|' << d.snippet.after << "]";
    for (std::string_view name : d.decoded_from) out << ' ' << name;
    out << '\n';
  }
  for (const DroppedMatch& d : outcome.dropped) {
    out << "dropped " << rules[d.rule].id << ' ' << d.begin.line << ':'
        << d.begin.column << ' ' << to_text(d.reason) << '\n';
  }
  out << outcome.bytes << " bytes\n";
  return out.str();
}

// A text of about `size` bytes with tokens in it, glued, overlapping, in long
// and in short lines, with several kinds of line end.
std::string text_with_tokens(std::mt19937& random, std::size_t size) {
  std::string text;
  while (text.size() < size) {
    switch (random() % 9) {
      case 0:
        text += token(random);
        break;
      case 1:
        text += "key = \"" + token(random) + "\"";
        break;
      case 2:
        text += std::string(52 + random() % 60, 'q');
        break;
      case 3:
        text += "<begin>" + std::string(random() % 15'000, 'x') +
                token(random) + "<end>";
        break;
      case 4:
        text += random() % 2 ? "\r\n" : "\n";
        break;
      case 5:
        text += "\xC3\xA4\xE2\x82\xAC\xFF\r";
        break;
      default:
        text += std::string(random() % 40'000, ' ');
    }
  }
  return text;
}

// An input that gives as few bytes at a time as it likes.
class Trickle : public Input {
 public:
  Trickle(std::string_view bytes, unsigned seed)
      : rest_(bytes), random_(seed) {}
  Result<std::size_t> read(char* to, std::size_t capacity) override {
    const std::size_t size =
        std::min<std::size_t>({capacity, rest_.size(), 1 + random_() % 70'000});
    rest_.copy(to, size);
    rest_.remove_prefix(size);
    return size;
  }

 private:
  std::string_view rest_;
  std::mt19937 random_;
};

TEST(BlobScanner, PiecesReportWhatTheWholeReports) {
  const TestDetector t(kRules);
  std::mt19937 random(3);
  for (int round = 0; round < 12; ++round) {
    const std::string text = text_with_tokens(random, 600'000);
    const std::string whole = describe(t.scan(text), t.rules());
    for (std::size_t own : {9'001U, 100'003U}) {
      Trickle input(text, static_cast<unsigned>(round));
      ASSERT_EQ(describe(t.scan(input, own), t.rules()), whole) << own;
    }
  }
}

std::string written(std::string_view text, std::string_view prefix) {
  std::string out;
  for (char c : text) {
    out += prefix;
    out += "0123456789abcdef"[static_cast<unsigned char>(c) >> 4];
    out += "0123456789abcdef"[static_cast<unsigned char>(c) & 15];
  }
  return out;
}

std::string encoded(std::mt19937& random, const std::string& text,
                    unsigned depth) {
  const std::string inner = depth > 1 ? encoded(random, text, depth - 1) : text;
  switch (random() % 7) {
    case 0:
      return written(inner, "");
    case 1:
      return written(inner, "%");
    case 2:
      return written(inner, "\\u00");
    case 3:
      return inner.substr(0, 20) + "\" +\n  \"" + inner.substr(20);
    case 4: {
      std::string lines = encode_base64(inner);
      for (std::size_t at = 64; at < lines.size(); at += 65) {
        lines.insert(at, "\n");
      }
      return lines;
    }
    default:
      return encode_base64("some words " + inner + "\nand some more\n");
  }
}

// Without a copy where one piece holds it, in pieces where not, as UTF-16.
TEST(BlobScanner, ReportsOfMemoryWhatItReportsOfAnInput) {
  const TestDetector t(kRules);
  std::mt19937 random(5);
  const std::atomic<bool> stop = false;
  for (const std::size_t size : {0U, 90U, 30'000U, 200'000U}) {
    const std::string text = text_with_tokens(random, size);
    std::string wide = "\xFF\xFE";
    for (const char c : text) wide += {c, '\0'};
    for (const std::string& blob : {text, wide, '\0' + text}) {
      auto scanner = BlobScanner::make(t.detector(), 100'003);
      const PaddedCopy copy(blob);
      const BlobOutcome out = scanner->scan(copy.view(), stop);
      const BlobOutcome same = t.scan(blob, 100'003);
      EXPECT_EQ(describe(out, t.rules()), describe(same, t.rules()));
      EXPECT_EQ(out.bytes, same.bytes);
      EXPECT_EQ(out.blob_class, same.blob_class);
    }
  }
}

bool same_traces(const CleanText& a, const CleanText& b) {
  const auto hits = [](const CleanText& clean) {
    std::vector<std::tuple<std::size_t, RuleIndex, std::uint32_t>> out;
    for (const Hit& h : clean.hits) {
      out.emplace_back(h.begin, h.rule, h.literal);
    }
    std::ranges::sort(out);
    return out;
  };
  return a.size == b.size && a.is_binary == b.is_binary && hits(a) == hits(b);
}

// Lines of code, tokens plain and encoded, and what nearly is one.
std::string random_lines(std::mt19937& random, std::size_t lines) {
  std::string text;
  for (; lines > 0; --lines) {
    switch (random() % 40) {
      case 0:
        text += "key = " + token(random) + ";\n";
        break;
      case 1:
        text += "k: \"" + encoded(random, token(random), 1) + "\"\n";
        break;
      case 2:
        text += encoded(random, "just some words of no importance", 1) + "\n";
        break;
      case 3:
        text += token(random).substr(0, 5) + "\n";
        break;
      case 4:
        text += "\"abcdefghijklm\"\n  \"nopqrstuvwxyz\"\n";
        break;
      default:
        text += std::string(random() % 60, 'a') + " = f(x, \"y\");\n";
    }
  }
  return text;
}

// Edits cut secrets, join, move, repeat and make them; each version is told
// from the one before, as in a chain of deltas.
TEST(BlobScanner, TakesNoVersionForCleanThatIsNot) {
  const TestDetector t(kRules);
  auto scanner = *BlobScanner::make(t.detector());
  const std::atomic<bool> stop = false;
  std::mt19937 random(11);
  std::size_t told = 0;
  std::size_t found = 0;
  for (int round = 0; round < 1'000; ++round) {
    std::string text = random_lines(random, 1 + random() % 400);
    std::optional<CleanText> clean;
    for (int v = 0; v < 20; ++v) {
      const Version version = version_of(text, random);
      const PaddedCopy copy(version.text);
      CleanText of_version;
      CleanText of_whole;
      BlobOutcome out;
      const bool stays_clean =
          clean &&
          scanner.stays_clean(copy.view(), *clean, version.runs, of_version);
      const bool is_clean = scanner.scan(copy.view(), stop, out, of_whole);
      found += out.detections.size();
      told += stays_clean;
      if (stays_clean) {
        ASSERT_TRUE(out.detections.empty() && out.dropped.empty())
            << version.text;
        ASSERT_TRUE(same_traces(of_version, of_whole)) << version.text;
      }
      clean.reset();
      if (is_clean) clean = stays_clean ? of_version : of_whole;
      text = version.text;
    }
  }
  EXPECT_GT(told, 1'000U);
  EXPECT_GT(found, 1'000U);
}

TEST(BlobScanner, PiecesReportWhatIsEncodedAsTheWholeDoes) {
  const TestDetector t(kRules);
  std::mt19937 random(21);
  std::size_t decoded = 0;
  for (int round = 0; round < 6; ++round) {
    std::string text;
    while (text.size() < 400'000) {
      text += "key: \"" +
              encoded(random, token(random),
                      1 + static_cast<unsigned>(random() % 3)) +
              "\"\n" + std::string(random() % 8'000, ' ');
    }
    const BlobOutcome whole = t.scan(text);
    for (const Detection& d : whole.detections) {
      decoded += d.decoded_from.empty() ? 0 : 1;
    }
    EXPECT_FALSE(whole.too_much_encoded);
    for (std::size_t own : {9'001U, 100'003U}) {
      ASSERT_EQ(describe(t.scan(text, own), t.rules()),
                describe(whole, t.rules()))
          << own;
    }
  }
  EXPECT_GT(decoded, 400U);
}

TEST(BlobScanner, ReportsASecretThatIsThereRawAndInContextOnceRaw) {
  const TestDetector t(kRules);
  std::mt19937 random(22);
  const std::string secret = token(random);
  const std::string text =
      secret + "\n\"abcdefghijklmnopqrst\\u002buvwxyz\" " + secret;
  const BlobOutcome out = t.scan(text);
  ASSERT_EQ(out.detections.size(), 2U);
  for (const Detection& d : out.detections) {
    EXPECT_TRUE(d.decoded_from.empty());
    EXPECT_EQ(text.substr(d.where.begin, d.where.size()), secret);
  }
}

TEST(BlobScanner, CountsADropInContextOnce) {
  const TestDetector t(kRules);
  const BlobOutcome out = t.scan(
      "tk_"
      "xxxxxxxxxxxxxxxxxxxx \"abcdefghijklmnop\\u002bqrstuvwxyz\"");
  ASSERT_EQ(out.dropped.size(), 1U);
  EXPECT_EQ(out.drop_counts[static_cast<std::size_t>(out.dropped[0].reason)],
            1U);
}

TEST(BlobScanner, FindsASecretAcrossABorderOnceWithItsColumn) {
  const TestDetector t(kRules);
  std::mt19937 random(4);
  const std::string secret = token(random);
  for (std::size_t before = kOwnBytes + kPadding - 40; before < kOwnBytes + 200;
       before += 7) {
    const std::string text = std::string(before, 'x') + " " + secret + " ";
    const BlobOutcome out = t.scan(text + std::string(2 * kOwnBytes, 'y'));
    ASSERT_EQ(out.detections.size(), 1U);
    EXPECT_EQ(out.detections[0].begin, (Position{1, before + 2}));
    EXPECT_EQ(out.detections[0].secret.reveal(), secret);
  }
}

TEST(BlobScanner, MasksEverySecretOfTheLine) {
  const TestDetector t(kRules);
  std::mt19937 random(5);
  const std::string a = token(random);
  const std::string b = token(random);
  const BlobOutcome out = t.scan("first " + a + ", then " + b + " end");
  ASSERT_EQ(out.detections.size(), 2U);
  EXPECT_EQ(out.detections[0].snippet.before, "first ");
  EXPECT_EQ(out.detections[0].snippet.after, ", then *** end");
  EXPECT_EQ(out.detections[1].snippet.before, "first ***, then ");
}

TEST(BlobScanner, SpecificRuleNamesWhatAGenericOneFindsToo) {
  const TestDetector t(kRules);
  std::mt19937 random(6);
  const BlobOutcome out = t.scan("key = \"" + token(random) + "\"");
  ASSERT_EQ(out.detections.size(), 1U);
  EXPECT_EQ(t.rules()[out.detections[0].rule].id, "token");
  EXPECT_EQ(out.drop_counts[static_cast<std::size_t>(Drop::kShadowed)], 1U);
}

TEST(BlobScanner, EndsWhereAFileIsNothingButTokens) {
  const TestDetector t(kRules);
  std::mt19937 random(10);
  std::string text;
  for (std::size_t i = 0; i <= kMostDetections; ++i) {
    text += token(random) + "\n";
  }
  const BlobOutcome out = t.scan(text);
  EXPECT_TRUE(out.over_limit);
  EXPECT_EQ(out.detections.size(), kMostDetections);
}

}  // namespace
}  // namespace patrol

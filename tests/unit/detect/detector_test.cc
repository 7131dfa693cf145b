#include "scanner/detect/detector.h"

#include <gtest/gtest.h>
#include <re2/re2.h>

#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <tuple>

#include "scanner/core/buffer.h"
#include "scanner/core/codec.h"
#include "tests/support/joined.h"
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

// A run trigger whose alphabet the survey of encoded text does not cover whole.
TEST(Detector, FindsRunsOfBase64CharactersThatAreNoText) {
  const TestDetector t(R"toml(
[[rules]]
id = "dashes"
regex = '''\b[a-z_-]{30,40}\b'''
entropy = -1
)toml");
  const std::string text = "x = a_b-c_d-e_f-g_h-i_j-k_l-m_n-o_p-q_r-s_t;";
  const PaddedCopy padded(text);
  EXPECT_EQ(found_by_detector(t, {padded.view(), {0, text.size()}}),
            found_by_re2(t, text));
  EXPECT_FALSE(found_by_re2(t, text).empty());
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

// --- Encoded text ----------------------------------------------------------

constexpr std::string_view kTokens = R"toml(
[[rules]]
id = "token"
regex = '''tk_[a-z0-9]{20}'''
entropy = -1
[[rules]]
id = "named"
regex = '''nk_[a-z0-9]{20}'''
near = ["the.service"]
entropy = -1
)toml";

const std::string kToken = joined({"tk_", "q7w2e9r4t1y6", "u3i8o5p0"});
const std::string kNamed = joined({"nk_", "q7w2e9r4t1y6", "u3i8o5p0"});

std::string hex(std::string_view text) {
  std::string out;
  for (char c : text) {
    out += "0123456789abcdef"[static_cast<unsigned char>(c) >> 4];
    out += "0123456789abcdef"[static_cast<unsigned char>(c) & 15];
  }
  return out;
}

std::string wide(std::string_view text) {
  std::string out;
  for (char c : text) out += {c, '\0'};
  return out;
}

Detected detected_in(const TestDetector& t, std::string_view text) {
  Result<Detector::Worker> worker = Detector::Worker::make(t.detector());
  EXPECT_TRUE(worker);
  const PaddedCopy padded(text);
  Detected detected;
  worker->detect({padded.view(), {0, text.size()}}, detected);
  return detected;
}

using Names = std::vector<std::string_view>;

TEST(Detector, DecodesAsManyLevelsAsItIsTold) {
  for (unsigned depth = 0; depth < 5; ++depth) {
    const TestDetector t(kTokens, depth);
    std::string text = "pat = " + kToken + "\n";
    for (unsigned levels = 0; levels < 6; ++levels) {
      const Detected detected = detected_in(t, text);
      ASSERT_EQ(detected.candidates.size(), levels <= depth ? 1U : 0U)
          << levels << " of " << depth;
      if (levels <= depth) {
        EXPECT_EQ(detected.candidates[0].decoded_from, Names(levels, "base64"));
        EXPECT_EQ(detected.candidates[0].secret.reveal(), kToken);
      }
      text = encode_base64(text);
    }
  }
}

TEST(Detector, CountsUtf16AsNoLevel) {
  const std::string once = encode_base64(wide(kToken));
  const std::string twice = encode_base64(wide(once));
  EXPECT_EQ(detected_in(TestDetector(kTokens, 0), once).candidates.size(), 0U);
  const Detected at_one = detected_in(TestDetector(kTokens, 1), once);
  ASSERT_EQ(at_one.candidates.size(), 1U);
  EXPECT_EQ(at_one.candidates[0].decoded_from, (Names{"base64", "utf-16le"}));
  EXPECT_EQ(detected_in(TestDetector(kTokens, 1), twice).candidates.size(), 0U);
  const Detected at_two = detected_in(TestDetector(kTokens, 2), twice);
  ASSERT_EQ(at_two.candidates.size(), 1U);
  EXPECT_EQ(at_two.candidates[0].decoded_from,
            (Names{"base64", "utf-16le", "base64", "utf-16le"}));
}

TEST(Detector, NamesTheEncodingsFromTheOutermostOn) {
  const TestDetector t(kTokens);
  const Detected detected = detected_in(t, encode_base64(hex(kToken)));
  ASSERT_EQ(detected.candidates.size(), 1U);
  EXPECT_EQ(detected.candidates[0].decoded_from, (Names{"base64", "hex"}));
}

// The bytes that hold the token and no others, but for groups of base64.
TEST(Detector, SaysWhichBytesASecretWasDecodedFrom) {
  const TestDetector t(kTokens);
  for (std::size_t before = 0; before < 9; ++before) {
    const std::string text = std::string(before, '.') + kToken + " and more";
    const std::size_t end = before + kToken.size();
    const auto secret_in = [&](const std::string& encoded) {
      const Detected detected = detected_in(t, "= " + encoded);
      EXPECT_EQ(detected.candidates.size(), 1U);
      return detected.candidates.at(0).match.secret;
    };
    EXPECT_EQ(secret_in(hex(text)), (Span{2 + 2 * before, 2 + 2 * end}));
    EXPECT_EQ(secret_in(encode_base64(text)),
              (Span{2 + before / 3 * 4, 2 + (end + 2) / 3 * 4}));
    EXPECT_EQ(secret_in(encode_base64(hex(text))),
              (Span{2 + 2 * before / 3 * 4, 2 + (2 * end + 2) / 3 * 4}));
    EXPECT_EQ(secret_in(hex(encode_base64(text))),
              (Span{2 + before / 3 * 8, 2 + (end + 2) / 3 * 8}));
  }
}

// What is decoded ends some bytes behind a substitute, and a token may lie
// across that end.
TEST(Detector, TakesATokenWholeThatWhatIsDecodedHasInPart) {
  const TestDetector t(R"toml(
[[rules]]
id = "long"
regex = '''tk_[a-z0-9]{20,200}'''
entropy = -1
)toml");
  std::string token = kToken;
  std::mt19937 random(7);
  for (int i = 0; i < 100; ++i) token += "q7w2e9r4t1y6u3i8"[random() % 16];
  for (std::size_t between = 0; between < 300; between += 7) {
    const std::string text = "a%2Fbcdefghijklmnopqrstuvwxyz0123456789 " +
                             std::string(between, ' ') + token + " end";
    const Detected detected = detected_in(t, text);
    ASSERT_EQ(detected.candidates.size(), 1U) << between;
    EXPECT_EQ(detected.candidates[0].secret.reveal(), token) << between;
    EXPECT_EQ(detected.candidates[0].decoded_from, Names()) << between;
  }
}

// The text has the token as it is, but not where a word begins.
TEST(Detector, SeesThatWhatStandsBesideATokenIsEncoded) {
  const TestDetector t(R"toml(
[[rules]]
id = "bounded"
regex = '''\btk_[a-z0-9]{20}\b'''
entropy = -1
)toml");
  const Detected detected = detected_in(t, "x=%2F" + kToken + "%2Fy");
  ASSERT_EQ(detected.candidates.size(), 1U);
  EXPECT_EQ(detected.candidates[0].decoded_from, Names{"percent"});
}

TEST(Detector, SeesTheWordsAroundWhatIsEncoded) {
  const TestDetector t(kTokens);
  const std::string encoded = encode_base64(encode_base64("pat: " + kNamed));
  EXPECT_TRUE(detected_in(t, "auth = " + encoded).candidates.empty());
  for (const std::string& text :
       {"the.service auth = " + encoded, encoded + "\n# of THE.SERVICE",
        "auth = " +
            encode_base64("the.service: " + encode_base64("pat: " + kNamed)),
        "auth = " + encode_base64(hex("the.service " + kNamed))}) {
    EXPECT_EQ(detected_in(t, text).candidates.size(), 1U) << text;
  }
}

TEST(Detector, LooksForNothingEncodedInBinaryData) {
  const TestDetector t(kTokens);
  Result<Detector::Worker> worker = Detector::Worker::make(t.detector());
  const PaddedCopy text(encode_base64("pat = " + kToken));
  Detected detected;
  worker->detect_binary({text.view(), {0, text.view().size()}}, detected);
  EXPECT_TRUE(detected.candidates.empty());
}

TEST(Detector, DecodesAllOfWhatIsEncodedAsOftenAsItIsTold) {
  const TestDetector t(kTokens);
  std::string text;
  for (int i = 0; i < 500; ++i) text += "some line of text " + kToken + "\n";
  for (unsigned level = 0; level < kDecodeDepth; ++level) {
    text = encode_base64(text);
  }
  const Detected detected = detected_in(t, text);
  EXPECT_EQ(detected.candidates.size(), 500U);
  EXPECT_FALSE(detected.too_much_encoded);
}

// Four decoders read each line, and what each gives three others, and so on: at
// this depth a detector that read all would not end.
TEST(Detector, EndsWhereATextCanBeReadInTooManyWays) {
  const TestDetector t(kTokens, 40);
  std::string text;
  while (text.size() < 100'000) {
    text +=
        "abcdefghijklmn%25252525252525252Fopqrstuvwxyz"
        "\\u005cu005cu005cu005cu002babcdefghijklmn"
        "&amp;amp;amp;amp;amp;#x2b;opqrstuvwxyz'+'abcdefghijklm\n";
  }
  EXPECT_TRUE(detected_in(t, text).too_much_encoded);
}

TEST(Detector, StillMatchesWhatIsNotEncodedInSuchAText) {
  const TestDetector t(kTokens, 40);
  std::string text;
  while (text.size() < 10'000) text += "abcdefghijklmn%2525252525252Fopqrst ";
  const Detected detected = detected_in(t, text + "\n" + kToken);
  EXPECT_TRUE(std::ranges::any_of(detected.candidates, [](const Candidate& c) {
    return c.decoded_from.empty();
  }));
}

}  // namespace
}  // namespace patrol

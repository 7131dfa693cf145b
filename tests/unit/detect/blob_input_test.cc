// What a blob is made of, and how reading it may end.
#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <string_view>

#include "scanner/detect/blob_scanner.h"
#include "tests/unit/detect/test_detector.h"

namespace patrol {
namespace {

constexpr std::string_view kRules = R"toml(
[[rules]]
id = "token"
regex = '''tk_[a-z0-9]{20}'''
entropy = -1
)toml";

// No filter takes it for a placeholder.
const std::string kToken = std::string("tk_") + "q7w3zk9xv2" + "m5b8rj4tpd";

std::string utf16(std::string_view ascii, bool big) {
  std::string out;
  for (char c : ascii) {
    out += big ? std::string("\0", 1) + c : c + std::string("\0", 1);
  }
  return out;
}

TEST(BlobInput, ReadsUtf16AndSaysWhereTheBytesAre) {
  const TestDetector t(kRules);
  const std::string secret = kToken;
  for (bool big : {false, true}) {
    for (std::string mark :
         {std::string(), std::string(big ? "\xFE\xFF" : "\xFF\xFE")}) {
      const std::string head = "line one\r\n$pat = '";
      const std::string text = mark + utf16(head + secret + "'\r\n", big);
      for (std::size_t own : {std::size_t{64}, kOwnBytes}) {
        const BlobOutcome out = t.scan(text, own);
        ASSERT_EQ(out.detections.size(), 1U) << big << mark.size();
        const Detection& d = out.detections[0];
        EXPECT_EQ(d.secret.reveal(), secret);
        EXPECT_EQ(d.begin, (Position{2, 9}));
        EXPECT_EQ(d.where.begin, mark.size() + 2 * head.size());
        EXPECT_EQ(d.where.size(), 2 * secret.size());
        ASSERT_EQ(d.decoded_from.size(), 1U);
        EXPECT_EQ(d.decoded_from[0], big ? "utf-16be" : "utf-16le");
        EXPECT_EQ(out.bytes, text.size());
      }
    }
  }
}

TEST(BlobInput, LooksForFixedPrefixesInBinaryData) {
  TestDetector t(R"toml(
[[rules]]
id = "token"
regex = '''tk_[a-z0-9]{20}'''
confidence = "high"
entropy = -1
[[rules]]
id = "words"
regex = '''key="([a-z0-9]{9})"'''
generic = true
confidence = "high"
entropy = -1
)toml");
  const std::string text = std::string("\0\x01\x02", 3) + kToken +
                           std::string("\0key=\"abdefghi7\"", 16);
  const BlobOutcome out = t.scan(text);
  EXPECT_EQ(out.blob_class, BlobClass::kBinary);
  ASSERT_EQ(out.detections.size(), 1U);
  EXPECT_EQ(t.rules()[out.detections[0].rule].id, "token");
}

// Fails after its bytes.
class Failing : public Input {
 public:
  explicit Failing(std::string_view bytes) : bytes_(bytes) {}
  Result<std::size_t> read(char* to, std::size_t capacity) override {
    Result<std::size_t> size = bytes_.read(to, capacity);
    if (*size == 0) return Error{"disk on fire"};
    return size;
  }

 private:
  MemoryInput bytes_;
};

TEST(BlobInput, KeepsWhatWasReadBeforeTheInputFailed) {
  const TestDetector t(kRules);
  Failing input(kToken);
  const BlobOutcome out = t.scan(input);
  EXPECT_EQ(out.detections.size(), 1U);
  ASSERT_TRUE(out.error);
  EXPECT_EQ(out.error->message, "disk on fire");
}

TEST(BlobInput, StopsWhenAsked) {
  const TestDetector t(kRules);
  const std::string text(kOwnBytes * 8, 'x');
  MemoryInput input(text);
  Result<BlobScanner> scanner = BlobScanner::make(t.detector());
  const std::atomic<bool> stop = true;
  const BlobOutcome out = scanner->scan(input, stop);
  ASSERT_TRUE(out.error);
  EXPECT_EQ(out.error->message, "interrupted");
}

TEST(BlobInput, ReadsTheEmptyBlob) {
  const TestDetector t(kRules);
  const BlobOutcome out = t.scan("");
  EXPECT_TRUE(out.detections.empty());
  EXPECT_FALSE(out.error);
  EXPECT_EQ(out.bytes, 0U);
}

}  // namespace
}  // namespace patrol

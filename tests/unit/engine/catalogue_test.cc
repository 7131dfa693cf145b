// The rules that the program brings, as a whole: their own examples, the
// project's own files, and tokens where they are hard to see.
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/core/memory_input.h"
#include "scanner/detect/blob_scanner.h"
#include "scanner/detect/rule_check.h"
#include "scanner/engine.h"
#include "tests/support/tokens.h"

namespace patrol {
namespace {

constexpr std::string_view kBase32 = "abcdefghijklmnopqrstuvwxyz234567";

class Catalogue : public testing::Test {
 protected:
  static void SetUpTestSuite() { engine_ = new Engine(*make_engine({})); }
  static void TearDownTestSuite() { delete engine_; }

  // What a report would show.
  static std::vector<Detection> scan(std::string_view text) {
    Result<BlobScanner> scanner = BlobScanner::make(*engine_->detector);
    EXPECT_TRUE(scanner);
    MemoryInput input(text);
    const std::atomic<bool> stop = false;
    std::vector<Detection> found = scanner->scan(input, stop).detections;
    std::erase_if(found, [](const Detection& d) {
      return d.confidence < Confidence::kMedium;
    });
    return found;
  }
  static std::string_view id(const Detection& d) {
    return (*engine_->rules)[d.rule].id;
  }

  // These secrets, in order, all certain, and nothing else.
  static void expect_secrets(std::string_view rule,
                             const std::vector<std::string>& secrets,
                             const std::string& text) {
    const std::vector<Detection> found = scan(text);
    ASSERT_EQ(found.size(), secrets.size()) << text;
    for (std::size_t i = 0; i < found.size(); ++i) {
      EXPECT_EQ(id(found[i]), rule);
      EXPECT_EQ(found[i].secret.reveal(), secrets[i]) << text;
      EXPECT_EQ(found[i].confidence, Confidence::kCertain);
    }
  }

  static Engine* engine_;
};
Engine* Catalogue::engine_ = nullptr;

constexpr std::string_view kLegacy = "azure-devops-pat-legacy";
constexpr std::string_view kPresent = "azure-devops-pat";

TEST_F(Catalogue, DoesWhatItsExamplesSay) {
  std::vector<RuleIndex> all;
  for (std::uint32_t i = 0; i < engine_->rules->size(); ++i) {
    const Rule& rule = engine_->rules->rules()[i];
    EXPECT_FALSE(rule.examples.empty()) << rule.id;
    EXPECT_FALSE(rule.counterexamples.empty()) << rule.id;
    all.push_back(RuleIndex{i});
  }
  ASSERT_FALSE(all.empty());
  const auto faults = check_examples(*engine_->detector, all);
  ASSERT_TRUE(faults);
  for (const RuleFault& fault : *faults) {
    ADD_FAILURE() << (*engine_->rules)[fault.rule].id << ": " << fault.what;
  }
}

// Whoever clones this repository and scans it must not be alarmed.
TEST_F(Catalogue, FindsNothingInItsOwnRepository) {
  std::size_t files = 0;
  std::filesystem::recursive_directory_iterator walk(PATROL_SOURCE_DIR);
  for (auto it = begin(walk); it != end(walk); ++it) {
    const std::string name = it->path().filename();
    if (name == ".git" || name == "build") it.disable_recursion_pending();
    if (!it->is_regular_file()) continue;
    std::ifstream stream(it->path(), std::ios::binary);
    const std::string text(std::istreambuf_iterator<char>(stream), {});
    ++files;
    for (const Detection& d : scan(text)) {
      ADD_FAILURE() << it->path() << ':' << d.begin.line << ": " << id(d);
    }
  }
  EXPECT_GT(files, 100U) << "where are the sources?";
}

// 52 characters of base32 have no fixed part: their borders are to be found
// among more of the same.
TEST_F(Catalogue, FindsALegacyPatGluedToItsOwnAlphabet) {
  std::mt19937 random(41);
  for (int round = 0; round < 30; ++round) {
    const std::string token = make_legacy_pat(random);
    for (const std::string& text :
         {token, "echo \\n" + token + "\\n", "abc" + token, token + "abc",
          "pat%3a" + token, drawn(random, kBase32, 70) + token,
          token + drawn(random, kBase32, 70),
          drawn(random, kBase32, 40) + token + drawn(random, kBase32, 40)}) {
      expect_secrets(kLegacy, {token}, text);
    }
  }
}

TEST_F(Catalogue, FindsTwoLegacyPatsThatAreGlued) {
  std::mt19937 random(42);
  for (int round = 0; round < 30; ++round) {
    const std::string a = make_legacy_pat(random);
    const std::string b = make_legacy_pat(random);
    expect_secrets(kLegacy, {a, b}, a + b);
    expect_secrets(kLegacy, {a, b}, "n" + a + "xyz" + b + "2");
    expect_secrets(kLegacy, {a, a}, a + a);
  }
}

TEST_F(Catalogue, FindsAPatWhoseCheckDigitsHoldPlusAndSlash) {
  std::mt19937 random(43);
  int plus = 0;
  int slash = 0;
  for (int round = 0; round < 300; ++round) {
    const std::string token = make_cask_pat(random);
    plus += token.find('+') != token.npos;
    slash += token.find('/') != token.npos;
    expect_secrets(kPresent, {token}, "token: " + token + "\n");
  }
  EXPECT_GT(plus, 5);
  EXPECT_GT(slash, 5);
}

TEST_F(Catalogue, FindsAPatGluedToMoreOfItsAlphabet) {
  std::mt19937 random(44);
  for (int round = 0; round < 30; ++round) {
    const std::string token = make_cask_pat(random);
    for (const std::string& text :
         {token + "0123", token + "abc", "A" + token, "\\n" + token,
          "https%3A%2F%2Fx%3A" + token + "%40dev.azure.com",
          drawn(random, kBase62, 60) + token + drawn(random, kBase62, 60)}) {
      expect_secrets(kPresent, {token}, text);
    }
    expect_secrets(kPresent, {token, token}, token + token);
  }
}

TEST_F(Catalogue, FindsNothingInRandomTextOfTheTokensAlphabets) {
  std::mt19937 random(45);
  for (std::string_view alphabet : {kBase32, kBase62}) {
    for (int round = 0; round < 20; ++round) {
      EXPECT_TRUE(scan(drawn(random, alphabet, 5'000)).empty());
    }
  }
}

}  // namespace
}  // namespace patrol

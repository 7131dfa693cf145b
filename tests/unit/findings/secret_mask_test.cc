#include "scanner/findings/secret_mask.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "scanner/core/secret.h"

namespace patrol {
namespace {

TEST(SecretMask, RedactsASecretInAPath) {
  const std::string secret = "tok_" + std::string(36, 'q');
  SecretMask mask;
  mask.add(secret);
  EXPECT_EQ(mask.apply("backup/" + secret + ".txt"),
            "backup/tok_\xe2\x80\xa6qqqq.txt");
  EXPECT_EQ(mask.apply("backup/other.txt"), "backup/other.txt");
}

TEST(SecretMask, TellsWhetherItChangedAnything) {
  SecretMask mask;
  mask.add("hunter2hunter2");
  std::string path = "a/hunter2hunter2/hunter2hunter2";
  EXPECT_TRUE(mask.mask(path));
  EXPECT_EQ(path, "a/***/***");
  EXPECT_FALSE(mask.mask(path));
}

TEST(SecretMask, ReplacesOverlappingSecretsAsOne) {
  const std::string first = "aaaabbbb";
  const std::string second = "bbbbcccc";
  const std::string inner = "abbb";
  SecretMask mask;
  mask.add(first);
  mask.add(second);
  mask.add(inner);
  EXPECT_EQ(mask.apply("x-aaaabbbbcccc-y"), "x-***-y");
}

TEST(SecretMask, LeavesWhatIsTooShortToBeOne) {
  SecretMask mask;
  mask.add("");
  mask.add("abc");
  EXPECT_EQ(mask.apply("abcabc"), "abcabc");
}

// The obvious way: look for every secret at every place.
std::vector<bool> hidden(const std::vector<std::string>& secrets,
                         const std::string& text) {
  std::vector<bool> bytes(text.size());
  for (const std::string& secret : secrets) {
    for (std::size_t at = text.find(secret); at != text.npos;
         at = text.find(secret, at + 1)) {
      for (std::size_t i = 0; i < secret.size(); ++i) bytes[at + i] = true;
    }
  }
  return bytes;
}

TEST(SecretMask, HidesWhatASearchForEverySecretFinds) {
  std::mt19937 random(1);
  for (int round = 0; round < 2000; ++round) {
    const auto text_of = [&](std::size_t size) {
      std::string text(size, 'a');
      for (char& c : text) c = static_cast<char>('a' + random() % 2);
      return text;
    };
    std::vector<std::string> secrets;
    SecretMask mask;
    for (int i = 0; i < 4; ++i) secrets.push_back(text_of(4 + random() % 8));
    for (const std::string& secret : secrets) mask.add(secret);
    const std::string text = text_of(random() % 30);

    // What is left, byte for byte; short secrets are redacted to "***".
    std::string left;
    const std::vector<bool> gone = hidden(secrets, text);
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (!gone[i]) left += text[i];
    }
    std::string masked = mask.apply(text);
    if (masked.find("\xe2\x80\xa6") != masked.npos) continue;  // 16 and more
    std::erase(masked, '*');
    EXPECT_EQ(masked, left) << text;
  }
}

}  // namespace
}  // namespace patrol

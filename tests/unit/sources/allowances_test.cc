#include "scanner/sources/allowances.h"

#include <gtest/gtest.h>

#include <string>

namespace patrol {
namespace {

Allowances gitleaks(std::string_view text) {
  Allowances allowances;
  allowances.add("", ".gitleaksignore", text);
  return allowances;
}

const std::string kCommit = std::string(40, 'c');

TEST(Allowances, OfAPlaceInWhicheverCommit) {
  const Allowances allowed = gitleaks("src/a:some-rule:7\n");
  EXPECT_TRUE(allowed.allows("src/a", 7, ""));
  EXPECT_TRUE(allowed.allows("src/a", 7, kCommit));
  EXPECT_FALSE(allowed.allows("src/a", 8, ""));
  EXPECT_FALSE(allowed.allows("src/b", 7, ""));
}

TEST(Allowances, OfAPlaceInOneCommit) {
  const Allowances allowed = gitleaks(kCommit + ":a:some-rule:7");
  EXPECT_TRUE(allowed.allows("a", 7, kCommit));
  EXPECT_FALSE(allowed.allows("a", 7, std::string(40, 'd')));
  EXPECT_FALSE(allowed.allows("a", 7, ""));
}

TEST(Allowances, OfAPathWithColons) {
  EXPECT_TRUE(gitleaks("c:/a:b:r:7").allows("c:/a:b", 7, ""));
  EXPECT_TRUE(gitleaks(kCommit + ":c:d:r:7").allows("c:d", 7, kCommit));
}

TEST(Allowances, OfAPathFromWindows) {
  EXPECT_TRUE(gitleaks("a\\b:r:7\r\n").allows("a/b", 7, ""));
}

TEST(Allowances, OfLinesThatSayNothingAreNone) {
  for (const char* text : {"", "\n", "# a:r:7", "a:7", ":r:7", "a:r:", "a:r:x",
                           "a:r:-7", "a:r:99999999999999999999999", ":::"}) {
    EXPECT_TRUE(gitleaks(text).empty()) << text;
  }
}

TEST(Allowances, OfSeveralFoldersAreBelowThem) {
  Allowances allowed;
  allowed.add("one/", ".patrolignore", "/data/\n");
  allowed.add("two/", ".gitleaksignore", "a:r:7\n");
  EXPECT_TRUE(allowed.allows("one/data/x", 1, ""));
  EXPECT_FALSE(allowed.allows("two/data/x", 1, ""));
  EXPECT_TRUE(allowed.allows("two/a", 7, ""));
  EXPECT_FALSE(allowed.allows("one/a", 7, ""));
}

TEST(Allowances, OfFingerprintsAreNoPaths) {
  Allowances allowed;
  allowed.add("", ".patrolignore", std::string(32, 'a') + "\n");
  EXPECT_EQ(allowed.fingerprints().size(), 1U);
  EXPECT_FALSE(allowed.allows(std::string(32, 'a'), 1, ""));
  EXPECT_FALSE(allowed.empty());
}

}  // namespace
}  // namespace patrol

#include "scanner/sources/allow_file.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace patrol {
namespace {

const std::string kPrint = "0f343b0931126a20f133d67c2b018a3b";

TEST(AllowFile, TakesPatternsAsGitDoes) {
  const AllowFile file("# data\n/tests/data/\n*.pem\n!keep.pem\n");
  EXPECT_TRUE(file.allows_path("tests/data/deep/a.py"));
  EXPECT_TRUE(file.allows_path("x/a.pem"));
  EXPECT_FALSE(file.allows_path("x/keep.pem"));
  EXPECT_FALSE(file.allows_path("x/tests/data/a.py"));
  EXPECT_FALSE(file.allows_path("tests/data"));
  EXPECT_TRUE(file.fingerprints().empty());
}

TEST(AllowFile, WhatLiesInAnIgnoredFolderIsIgnored) {
  const AllowFile file("data/\n!data/a\n");
  EXPECT_TRUE(file.allows_path("data/a"));
}

TEST(AllowFile, TakesFingerprintsWithAReasonOrWithout) {
  for (const char* end : {"", "\n", "\r\n", "  \n", " # the manual's\n"}) {
    const AllowFile file(kPrint + end);
    EXPECT_EQ(file.fingerprints(), std::set<std::string>{kPrint}) << end;
    EXPECT_FALSE(file.allows_path(kPrint));
  }
}

TEST(AllowFile, TakesLettersOfAnyCaseInAFingerprint) {
  EXPECT_EQ(AllowFile("0F343B0931126A20F133D67C2B018A3B").fingerprints(),
            std::set<std::string>{kPrint});
}

TEST(AllowFile, TakesNothingElseForAFingerprint) {
  for (const std::string& line :
       {"/" + kPrint, kPrint + "0", kPrint + "#x", kPrint + " x",
        kPrint.substr(1), "g" + kPrint.substr(1)}) {
    EXPECT_TRUE(AllowFile(line).fingerprints().empty()) << line;
  }
  EXPECT_TRUE(AllowFile("/" + kPrint).allows_path(kPrint));
}

TEST(AllowFile, AnEmptyOneAllowsNothing) {
  EXPECT_FALSE(AllowFile("").allows_path("a"));
  EXPECT_FALSE(AllowFile("\n\n").allows_path("a"));
}

}  // namespace
}  // namespace patrol

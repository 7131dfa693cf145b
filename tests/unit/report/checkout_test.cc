#include "scanner/report/checkout.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <utility>

#include "scanner/report/source_hashes.h"
#include "tests/support/sandbox.h"

namespace patrol {
namespace {

Location at(std::string path, std::string member = {}) {
  Location location;
  location.path = std::move(path);
  location.member = std::move(member);
  return location;
}

ScanSummary scan_of(std::string target) {
  ScanSummary scan;
  scan.target = std::move(target);
  return scan;
}

// In a job whose working folder is the root of the sandbox.
class CheckoutTest : public testing::Test {
 protected:
  CheckoutTest() : before_(std::filesystem::current_path()) {
    sandbox_.write("ci/build.yml", "a: b\nkey: c\n");
    std::filesystem::current_path(sandbox_.root());
  }
  ~CheckoutTest() override { std::filesystem::current_path(before_); }

  static std::string file(const std::string& target) {
    return Checkout(scan_of(target)).file(at("build.yml"));
  }

  // Of a finding at the line of `location`.
  static std::string hash_of(const ScanSummary& scan, Location location,
                             std::uint64_t line) {
    location.begin.line = line;
    Finding finding;
    finding.locations = {location};
    const Report report{scan, {finding}};
    return SourceHashes(report, Checkout(scan)).of(location);
  }

  Sandbox sandbox_;
  std::filesystem::path before_;
};

TEST_F(CheckoutTest, PutsTheFolderThatWasScannedInFront) {
  EXPECT_EQ(file("ci"), "ci/build.yml");
  EXPECT_EQ(file("./ci//"), "ci/build.yml");
  EXPECT_EQ(file(sandbox_.at("ci")), "ci/build.yml");
}

TEST_F(CheckoutTest, PutsNothingInFrontAtTheRoot) {
  for (const std::string& target :
       {std::string("."), std::string("./"), sandbox_.root()}) {
    EXPECT_EQ(file(target), "build.yml") << target;
  }
}

TEST_F(CheckoutTest, PutsNothingInFrontOutsideOfTheWorkingFolder) {
  EXPECT_EQ(file(".."), "build.yml");
  EXPECT_EQ(file("/"), "build.yml");
}

TEST_F(CheckoutTest, PutsNothingInFrontWhereSeveralWereScanned) {
  EXPECT_EQ(file("ci ci"), "build.yml");
}

TEST_F(CheckoutTest, PutsNothingInFrontOfAHistory) {
  ScanSummary scan = scan_of("ci");
  scan.mode = ScanMode::kHistory;
  EXPECT_EQ(Checkout(scan).file(at("build.yml")), "build.yml");
}

TEST_F(CheckoutTest, NamesTheMemberInThePathAlone) {
  const Checkout checkout(scan_of("ci"));
  EXPECT_EQ(checkout.file(at("a.zip", "b")), "ci/a.zip");
  EXPECT_EQ(checkout.path(at("a.zip", "b")), "ci/a.zip!b");
}

TEST_F(CheckoutTest, FindsTheSourcesToHash) {
  const std::string hash = hash_of(scan_of("ci"), at("build.yml"), 2);
  EXPECT_EQ(hash, hash_of(scan_of("."), at("ci/build.yml"), 2));
  EXPECT_TRUE(hash.ends_with(":1")) << hash;
}

TEST_F(CheckoutTest, HashesNothingThatIsNoFile) {
  std::filesystem::create_symlink("ci/build.yml", "link");
  ASSERT_EQ(::mkfifo("pipe", 0600), 0);
  for (const char* path : {"link", "pipe", "ci", "missing", "-"}) {
    EXPECT_EQ(hash_of(scan_of("."), at(path), 1), "") << path;
  }
}

TEST_F(CheckoutTest, HashesNothingOfHistoriesAndArchives) {
  Location historic = at("ci/build.yml");
  historic.provenance.introduction.emplace().at_head = true;
  EXPECT_EQ(hash_of(scan_of("."), historic, 1), "");
  EXPECT_EQ(hash_of(scan_of("."), at("ci/build.yml", "member"), 1), "");
}

TEST_F(CheckoutTest, HashesNoLineThatIsNotThere) {
  EXPECT_EQ(hash_of(scan_of("."), at("ci/build.yml"), 9), "");
}

}  // namespace
}  // namespace patrol

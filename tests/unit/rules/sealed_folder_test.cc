#include "scanner/rules/sealed_folder.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>

#include "scanner/core/digest.h"

namespace patrol {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kFormat = "patrol testing 1";
constexpr std::size_t kLimit = 1000;

// What is refused, and how two writers get along, tests database_cache_test.cc.
class SealedFolderTest : public testing::Test {
 protected:
  SealedFolderTest() {
    std::string name = (fs::temp_directory_path() / "patrol.XXXXXX").string();
    root_ = ::mkdtemp(name.data());
    path_ = root_ / "sealed";
  }
  ~SealedFolderTest() override { fs::remove_all(root_); }

  // REQUIRES: it can be made.
  SealedFolder made() const { return *SealedFolder::make(path_, kFormat); }

  static std::string loaded(const SealedFolder& folder, std::string_view key) {
    const auto found = folder.load(key, kLimit);
    return found ? std::string(found->bytes()) : "nothing";
  }

  fs::path file(std::string_view key) const { return path_ / sha256_hex(key); }

  void set_age(std::string_view key, int hours) const {
    fs::last_write_time(file(key), fs::file_time_type::clock::now() -
                                       std::chrono::hours(hours));
  }

  fs::path root_;
  fs::path path_;
};

TEST_F(SealedFolderTest, ReturnsWhatWasStored) {
  const SealedFolder folder = made();
  const std::string bytes("\0any\xFF bytes\n", 12);
  ASSERT_TRUE(folder.store("a", bytes));
  ASSERT_TRUE(folder.store("b", ""));
  EXPECT_EQ(loaded(folder, "a"), bytes);
  EXPECT_EQ(loaded(folder, "b"), "");
  EXPECT_EQ(loaded(folder, "c"), "nothing");
}

TEST_F(SealedFolderTest, IsNotThereUnlessItWasMade) {
  EXPECT_FALSE(SealedFolder::open(path_, kFormat));
  EXPECT_FALSE(fs::exists(path_));
  ASSERT_TRUE(made().store("a", "text"));
  const auto opened = SealedFolder::open(path_, kFormat);
  ASSERT_TRUE(opened);
  EXPECT_EQ(loaded(*opened, "a"), "text");
}

TEST_F(SealedFolderTest, RefusesFilesOfAnotherFormat) {
  ASSERT_TRUE(made().store("a", "text"));
  const auto other = SealedFolder::make(path_, "patrol testing 2");
  ASSERT_TRUE(other);
  EXPECT_EQ(loaded(*other, "a"), "nothing");
}

TEST_F(SealedFolderTest, RefusesMoreThanTheLimit) {
  const SealedFolder folder = made();
  ASSERT_TRUE(folder.store("a", std::string(kLimit, 'x')));
  EXPECT_EQ(loaded(folder, "a"), std::string(kLimit, 'x'));
  ASSERT_TRUE(folder.store("a", std::string(kLimit + 1, 'x')));
  EXPECT_EQ(loaded(folder, "a"), "nothing");
}

TEST_F(SealedFolderTest, RemovesOneKey) {
  const SealedFolder folder = made();
  ASSERT_TRUE(folder.store("a", "text"));
  ASSERT_TRUE(folder.store("b", "text"));
  folder.remove("a");
  folder.remove("a");
  EXPECT_FALSE(fs::exists(file("a")));
  EXPECT_EQ(loaded(folder, "b"), "text");
}

TEST_F(SealedFolderTest, RemovesALinkAndNotWhatItPointsAt) {
  const SealedFolder folder = made();
  const fs::path aside = root_ / "aside";
  std::ofstream(aside) << "text";
  fs::create_symlink(aside, file("a"));
  folder.remove("a");
  EXPECT_FALSE(fs::is_symlink(file("a")));
  EXPECT_TRUE(fs::exists(aside));
}

TEST_F(SealedFolderTest, LeavesWhatIsAnotherUsers) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give files away";
  const SealedFolder folder = made();
  ASSERT_TRUE(folder.store("a", "text"));
  ASSERT_EQ(::chown(file("a").c_str(), 65534, 65534), 0);
  folder.remove("a");
  folder.trim(0, 0);
  EXPECT_TRUE(fs::exists(file("a")));
}

TEST_F(SealedFolderTest, KeepsThoseThatWereUsedLast) {
  const SealedFolder folder = made();
  for (const char* key : {"a", "b", "c", "d"}) {
    ASSERT_TRUE(folder.store(key, "text"));
  }
  set_age("a", 4);
  set_age("b", 3);
  set_age("c", 2);
  set_age("d", 1);
  folder.touch("a");
  folder.trim(2, 1000);
  EXPECT_EQ(loaded(folder, "a"), "text");
  EXPECT_EQ(loaded(folder, "b"), "nothing");
  EXPECT_EQ(loaded(folder, "c"), "nothing");
  EXPECT_EQ(loaded(folder, "d"), "text");
}

TEST_F(SealedFolderTest, KeepsAsManyBytesAsAllowed) {
  const SealedFolder folder = made();
  for (const char* key : {"a", "b", "c"}) {
    ASSERT_TRUE(folder.store(key, std::string(500, 'x')));
  }
  set_age("b", 1);
  set_age("a", 2);
  const std::uint64_t each = fs::file_size(file("a"));
  folder.trim(100, 2 * each);
  EXPECT_FALSE(fs::exists(file("a")));
  EXPECT_TRUE(fs::exists(file("b")));
  folder.trim(100, 2 * each - 1);
  EXPECT_FALSE(fs::exists(file("b")));
  EXPECT_TRUE(fs::exists(file("c")));
}

TEST_F(SealedFolderTest, NeverTrimsTheSecret) {
  const SealedFolder folder = made();
  ASSERT_TRUE(folder.store("a", "text"));
  folder.trim(0, 0);
  EXPECT_FALSE(fs::exists(file("a")));
  EXPECT_TRUE(fs::exists(path_ / "key"));
}

TEST_F(SealedFolderTest, TrimsWhatAWriterLeftThatWasKilled) {
  const SealedFolder folder = made();
  std::ofstream(path_ / "tmp-1-234") << "half a fi";
  folder.trim(0, 0);
  EXPECT_FALSE(fs::exists(path_ / "tmp-1-234"));
}

}  // namespace
}  // namespace patrol

#include "scanner/rules/database_cache.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace patrol {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kKey = "sha256:rules hyperscan 5.4";

class DatabaseCacheTest : public testing::Test {
 protected:
  DatabaseCacheTest() {
    std::string name = (fs::temp_directory_path() / "patrol.XXXXXX").string();
    root_ = ::mkdtemp(name.data());
    folder_ = root_ / "cache" / "patrol" / "databases";
  }
  ~DatabaseCacheTest() override { fs::remove_all(root_); }

  DatabaseCache cache() const { return DatabaseCache(folder_); }

  // The one file beside the secret.
  fs::path stored_file() const {
    for (const auto& entry : fs::directory_iterator(folder_)) {
      if (entry.path().filename() != "key") return entry.path();
    }
    ADD_FAILURE() << "nothing was stored";
    return {};
  }

  std::size_t files() const {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(folder_), {}));
  }

  static std::string read(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  static void write(const fs::path& file, std::string_view bytes) {
    std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
  }
  static mode_t mode(const fs::path& file) {
    struct stat status {};
    EXPECT_EQ(::lstat(file.c_str(), &status), 0) << file;
    return status.st_mode & 07777;
  }

  fs::path root_;
  fs::path folder_;
};

TEST_F(DatabaseCacheTest, ReturnsWhatWasStored) {
  const std::string database("\0any\xFF bytes\n", 12);
  EXPECT_EQ(cache().load(kKey), std::nullopt);
  ASSERT_TRUE(cache().store(kKey, database));
  EXPECT_EQ(cache().load(kKey), database);
}

TEST_F(DatabaseCacheTest, ReplacesWhatWasStored) {
  ASSERT_TRUE(cache().store(kKey, "first"));
  ASSERT_TRUE(cache().store(kKey, ""));
  EXPECT_EQ(cache().load(kKey), "");
  EXPECT_EQ(files(), 2u);  // it and the secret: nothing temporary is left
}

TEST_F(DatabaseCacheTest, MakesNothingByLooking) {
  EXPECT_EQ(cache().load(kKey), std::nullopt);
  EXPECT_FALSE(fs::exists(root_ / "cache"));
}

TEST_F(DatabaseCacheTest, KeepsKeysApart) {
  ASSERT_TRUE(cache().store("a", "first"));
  ASSERT_TRUE(cache().store("b", "second"));
  EXPECT_EQ(cache().load("a"), "first");
  EXPECT_EQ(cache().load("b"), "second");
  EXPECT_EQ(cache().load("c"), std::nullopt);
}

TEST_F(DatabaseCacheTest, RefusesAFileOfAnotherKey) {
  ASSERT_TRUE(cache().store("a", "first"));
  const fs::path a = stored_file();
  const std::string bytes = read(a);
  ASSERT_TRUE(cache().store("b", "second"));
  for (const auto& entry : fs::directory_iterator(folder_)) {
    if (entry.path().filename() != "key") write(entry.path(), bytes);
  }
  EXPECT_EQ(cache().load("a"), "first");
  EXPECT_EQ(cache().load("b"), std::nullopt);
}

TEST_F(DatabaseCacheTest, IsClosedToOthers) {
  const mode_t mask = ::umask(0);
  const bool stored{cache().store(kKey, "database")};
  ::umask(mask);
  ASSERT_TRUE(stored);
  EXPECT_EQ(mode(folder_), 0700u);
  EXPECT_EQ(mode(folder_.parent_path()), 0700u);
  EXPECT_EQ(mode(stored_file()), 0600u);
  EXPECT_EQ(mode(folder_ / "key"), 0600u);
}

TEST_F(DatabaseCacheTest, RefusesAChangedBitInAnyByte) {
  ASSERT_TRUE(cache().store(kKey, "a short database"));
  const fs::path file = stored_file();
  const std::string good = read(file);
  for (std::size_t i = 0; i < good.size(); ++i) {
    std::string bad = good;
    bad[i] = static_cast<char>(bad[i] ^ (1 << i % 8));
    write(file, bad);
    ASSERT_EQ(cache().load(kKey), std::nullopt) << "byte " << i;
  }
  write(file, good);
  EXPECT_EQ(cache().load(kKey), "a short database");
}

TEST_F(DatabaseCacheTest, RefusesEveryOtherLength) {
  ASSERT_TRUE(cache().store(kKey, "a short database"));
  const fs::path file = stored_file();
  const std::string good = read(file);
  for (std::size_t size = 0; size < good.size(); ++size) {
    write(file, good.substr(0, size));
    ASSERT_EQ(cache().load(kKey), std::nullopt) << size;
  }
  write(file, good + '\0');
  EXPECT_EQ(cache().load(kKey), std::nullopt);
}

TEST_F(DatabaseCacheTest, RefusesWhatAnotherSecretSealed) {
  ASSERT_TRUE(cache().store(kKey, "database"));
  write(folder_ / "key", std::string(32, 'k'));
  EXPECT_EQ(cache().load(kKey), std::nullopt);
}

TEST_F(DatabaseCacheTest, RefusesFilesThatOthersMayRead) {
  ASSERT_TRUE(cache().store(kKey, "database"));
  for (const fs::path& file : {stored_file(), folder_ / "key"}) {
    for (mode_t bad : {0644u, 0660u, 0666u, 0602u}) {
      ASSERT_EQ(::chmod(file.c_str(), bad), 0);
      EXPECT_EQ(cache().load(kKey), std::nullopt) << file << " " << bad;
    }
    ASSERT_EQ(::chmod(file.c_str(), 0600), 0);
  }
  EXPECT_EQ(cache().load(kKey), "database");
}

TEST_F(DatabaseCacheTest, RefusesAFolderThatOthersMayEnter) {
  ASSERT_TRUE(cache().store(kKey, "database"));
  ASSERT_EQ(::chmod(folder_.c_str(), 0755), 0);
  EXPECT_EQ(cache().load(kKey), std::nullopt);
  const auto stored = cache().store(kKey, "database");
  ASSERT_FALSE(stored);
  EXPECT_EQ(stored.error().message,
            folder_.string() + ": is open to other users, so not used");
}

TEST_F(DatabaseCacheTest, RefusesFilesOfAnotherUser) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give files away";
  constexpr uid_t kNobody = 65534;
  ASSERT_TRUE(cache().store(kKey, "database"));
  for (const fs::path& path : {stored_file(), folder_ / "key", folder_}) {
    ASSERT_EQ(::chown(path.c_str(), kNobody, kNobody), 0);
    EXPECT_EQ(cache().load(kKey), std::nullopt) << path;
    ASSERT_EQ(::chown(path.c_str(), 0, 0), 0);
  }
  EXPECT_EQ(cache().load(kKey), "database");
}

TEST_F(DatabaseCacheTest, FollowsNoSymbolicLink) {
  ASSERT_TRUE(cache().store(kKey, "database"));
  for (const fs::path& path : {stored_file(), folder_ / "key", folder_}) {
    const fs::path aside = root_ / "aside";
    fs::rename(path, aside);
    fs::create_symlink(aside, path);
    EXPECT_EQ(cache().load(kKey), std::nullopt) << path;
    fs::remove(path);
    fs::rename(aside, path);
  }
  EXPECT_EQ(cache().load(kKey), "database");
}

TEST_F(DatabaseCacheTest, DoesNotWaitForAFifo) {
  ASSERT_TRUE(cache().store(kKey, "database"));
  const fs::path file = stored_file();
  fs::remove(file);
  ASSERT_EQ(::mkfifo(file.c_str(), 0600), 0);
  EXPECT_EQ(cache().load(kKey), std::nullopt);
}

TEST_F(DatabaseCacheTest, RefusesAFileLargerThanTheBound) {
  ASSERT_TRUE(cache().store(kKey, "database"));
  fs::resize_file(stored_file(), kLargestDatabase + 1000);  // a hole
  EXPECT_EQ(cache().load(kKey), std::nullopt);
  EXPECT_FALSE(cache().store(kKey, std::string(kLargestDatabase + 1, 'x')));
}

TEST_F(DatabaseCacheTest, SaysThatASecretIsBroken) {
  ASSERT_TRUE(cache().store(kKey, "database"));
  write(folder_ / "key", "short");
  EXPECT_EQ(cache().load(kKey), std::nullopt);
  const auto stored = cache().store(kKey, "database");
  ASSERT_FALSE(stored);
  EXPECT_EQ(stored.error().message,
            (folder_ / "key").string() +
                ": is not a private file of 32 bytes: remove it");
}

TEST_F(DatabaseCacheTest, SaysThatTheFolderCannotBeMade) {
  write(root_ / "cache", "a file");
  const auto stored = cache().store(kKey, "database");
  ASSERT_FALSE(stored);
  EXPECT_EQ(stored.error().message, folder_.string() + ": Not a directory");
}

// Both start without a folder and a secret, and write the same key again and
// again; each time what is read is one of the two, whole.
TEST_F(DatabaseCacheTest, BearsTwoWritersAtOnce) {
  const std::string mine(100000, 'a');
  const std::string theirs(200000, 'b');
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    bool stored = true;
    for (int i = 0; i < 50; ++i) stored &= bool{cache().store(kKey, theirs)};
    ::_exit(stored ? 0 : 1);
  }
  for (int i = 0; i < 50; ++i) {
    EXPECT_TRUE(cache().store(kKey, mine));
    const auto read = cache().load(kKey);
    EXPECT_TRUE(read == mine || read == theirs);
  }
  int status = -1;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
  EXPECT_EQ(files(), 2u);
}

TEST_F(DatabaseCacheTest, DoesNothingWithoutAFolder) {
  const DatabaseCache none{fs::path()};
  EXPECT_TRUE(none.store(kKey, "database"));
  EXPECT_EQ(none.load(kKey), std::nullopt);
}

TEST(DatabaseCacheFolder, FollowsTheXdgSpecification) {
  const struct {
    const char* xdg;
    const char* home;
    const char* folder;
  } kCases[] = {
      {"/x", "/h", "/x/patrol/databases"},
      {"/x", nullptr, "/x/patrol/databases"},
      {nullptr, "/h", "/h/.cache/patrol/databases"},
      {"", "/h", "/h/.cache/patrol/databases"},
      {"relative", "/h", "/h/.cache/patrol/databases"},
      {"relative", "relative", ""},
      {nullptr, nullptr, ""},
      {"", "", ""},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(DatabaseCache::of_environment(c.xdg, c.home), c.folder);
  }
}

}  // namespace
}  // namespace patrol

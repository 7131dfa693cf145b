#include "scanner/history/audit_cache.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "tests/unit/history/audit_sample.h"

namespace patrol {
namespace {

namespace fs = std::filesystem;

constexpr char kRepository[] = "/home/somebody/work/.git";
constexpr char kSettings[] = "0.1.0 sha256:rules depth=2";

class AuditCacheTest : public testing::Test {
 protected:
  AuditCacheTest() {
    std::string name = (fs::temp_directory_path() / "patrol.XXXXXX").string();
    root_ = ::mkdtemp(name.data());
    folder_ = root_ / "cache" / "patrol" / "audits";
  }
  ~AuditCacheTest() override {
    ::chmod(folder_.c_str(), 0700);
    fs::remove_all(root_);
  }

  // REQUIRES: there is a place for it.
  AuditCache cache(std::string_view repository = kRepository,
                   std::string_view settings = kSettings) const {
    return *AuditCache::open(folder_, repository, settings);
  }

  // All but the secret.
  std::vector<fs::path> files() const {
    std::vector<fs::path> out;
    for (const auto& entry : fs::directory_iterator(folder_)) {
      if (entry.path().filename() != "key") out.push_back(entry.path());
    }
    return out;
  }

  fs::path stored_file() const {
    const auto found = files();
    EXPECT_EQ(found.size(), 1U);
    return found.empty() ? fs::path() : found[0];
  }

  static std::string read(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  // With the mode that the cache gives.
  static void write(const fs::path& file, std::string_view bytes) {
    std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
    ::chmod(file.c_str(), 0600);
  }

  fs::path root_;
  fs::path folder_;
};

TEST_F(AuditCacheTest, ReturnsWhatWasStored) {
  EXPECT_EQ(cache().load(), std::nullopt);
  cache().store(sample_record());
  EXPECT_EQ(cache().load(), sample_record());
  EXPECT_EQ(cache().load(), sample_record());
}

TEST_F(AuditCacheTest, ReplacesWhatWasStored) {
  cache().store(sample_record());
  cache().store(AuditRecord());
  EXPECT_EQ(cache().load(), AuditRecord());
  EXPECT_EQ(files().size(), 1U);  // nothing temporary is left
}

TEST_F(AuditCacheTest, BringsListsInOrder) {
  AuditRecord record;
  record.loose = {id_of(2), id_of(1), id_of(2)};
  cache().store(record);
  const auto loaded = cache().load();
  ASSERT_TRUE(loaded);
  EXPECT_EQ(loaded->loose, (std::vector{id_of(1), id_of(2)}));
}

TEST_F(AuditCacheTest, KeepsRepositoriesAndSettingsApart) {
  cache().store(sample_record());
  EXPECT_EQ(cache("/elsewhere/.git").load(), std::nullopt);
  EXPECT_EQ(cache(kRepository, "0.2.0").load(), std::nullopt);
  EXPECT_EQ(cache(kRepository, "").load(), std::nullopt);
  const std::string both = std::string(kRepository) + kSettings;
  EXPECT_EQ(cache(both, "").load(), std::nullopt);
  EXPECT_EQ(cache("", both).load(), std::nullopt);
  EXPECT_EQ(cache().load(), sample_record());
}

TEST_F(AuditCacheTest, ThrowsAwayARecordOfOtherSettings) {
  cache(kRepository, "other").store(sample_record());
  const std::string bytes = read(stored_file());
  fs::remove(stored_file());
  cache().store(AuditRecord());
  write(stored_file(), bytes);
  EXPECT_EQ(cache().load(), std::nullopt);
  EXPECT_EQ(files().size(), 0U);
}

TEST_F(AuditCacheTest, ThrowsAwayWhatHasAChangedBitInAnyByte) {
  cache().store(sample_record());
  const fs::path file = stored_file();
  const std::string good = read(file);
  for (std::size_t i = 0; i < good.size(); ++i) {
    std::string bad = good;
    bad[i] = static_cast<char>(bad[i] ^ (1 << i % 8));
    write(file, bad);
    ASSERT_EQ(cache().load(), std::nullopt) << "byte " << i;
    ASSERT_FALSE(fs::exists(file)) << "byte " << i;
  }
  write(file, good);
  EXPECT_EQ(cache().load(), sample_record());
}

TEST_F(AuditCacheTest, ThrowsAwayWhatHasAnotherLength) {
  cache().store(sample_record());
  const fs::path file = stored_file();
  const std::string good = read(file);
  for (std::size_t size = 0; size < good.size(); ++size) {
    write(file, good.substr(0, size));
    ASSERT_EQ(cache().load(), std::nullopt) << size;
    ASSERT_FALSE(fs::exists(file)) << size;
  }
  write(file, good + '\0');
  EXPECT_EQ(cache().load(), std::nullopt);
}

// As if copied from another user, or another machine.
TEST_F(AuditCacheTest, ThrowsAwayWhatAnotherSecretSealed) {
  cache().store(sample_record());
  write(folder_ / "key", std::string(32, 'k'));
  EXPECT_EQ(cache().load(), std::nullopt);
  EXPECT_EQ(files().size(), 0U);
}

// Sealed as it should be, but by a program that writes something else.
TEST_F(AuditCacheTest, ThrowsAwayWhatIsNoRecord) {
  const std::string key =
      std::to_string(sizeof kRepository - 1) + ":" + kRepository + kSettings;
  cache().store(sample_record());
  const auto sealed = SealedFolder::open(folder_, "patrol history 2");
  ASSERT_TRUE(sealed);
  ASSERT_TRUE(sealed->load(key, 100000));
  ASSERT_TRUE(sealed->store(key, "no record"));
  EXPECT_EQ(cache().load(), std::nullopt);
  EXPECT_EQ(files().size(), 0U);
}

TEST_F(AuditCacheTest, ThrowsAwayFilesThatOthersMayTouch) {
  for (mode_t bad : {0644u, 0660u, 0666u, 0602u, 0620u}) {
    cache().store(sample_record());
    ASSERT_EQ(::chmod(stored_file().c_str(), bad), 0);
    EXPECT_EQ(cache().load(), std::nullopt) << bad;
    EXPECT_EQ(files().size(), 0U) << bad;
  }
}

TEST_F(AuditCacheTest, IsClosedToOthers) {
  const mode_t mask = ::umask(0);
  cache().store(sample_record());
  ::umask(mask);
  struct stat status {};
  ASSERT_EQ(::stat(stored_file().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777, 0600u);
  ASSERT_EQ(::stat(folder_.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777, 0700u);
}

TEST_F(AuditCacheTest, BelievesNoFileOfAnotherUser) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give files away";
  cache().store(sample_record());
  ASSERT_EQ(::chown(stored_file().c_str(), 65534, 65534), 0);
  EXPECT_EQ(cache().load(), std::nullopt);
  EXPECT_EQ(files().size(), 1U);  // it is not ours to remove
  cache().store(sample_record());
  EXPECT_EQ(cache().load(), sample_record());
}

TEST_F(AuditCacheTest, FollowsNoSymbolicLink) {
  cache().store(sample_record());
  const fs::path file = stored_file();
  const fs::path aside = root_ / "aside";
  fs::rename(file, aside);
  fs::create_symlink(aside, file);
  EXPECT_EQ(cache().load(), std::nullopt);
  EXPECT_FALSE(fs::is_symlink(file));
  EXPECT_TRUE(fs::exists(aside));
}

TEST_F(AuditCacheTest, WritesThroughNoSymbolicLink) {
  cache().store(sample_record());
  const fs::path file = stored_file();
  const fs::path aside = root_ / "aside";
  write(aside, "another's");
  fs::remove(file);
  fs::create_symlink(aside, file);
  cache().store(sample_record());
  EXPECT_EQ(read(aside), "another's");
  EXPECT_EQ(cache().load(), sample_record());
}

TEST_F(AuditCacheTest, BearsAFolderInTheFilesPlace) {
  cache().store(sample_record());
  const fs::path file = stored_file();
  fs::remove(file);
  fs::create_directory(file);
  EXPECT_EQ(cache().load(), std::nullopt);
  cache().store(sample_record());
  EXPECT_EQ(cache().load(), std::nullopt);
  EXPECT_EQ(files().size(), 1U);
}

TEST_F(AuditCacheTest, DoesNotWaitForAFifo) {
  cache().store(sample_record());
  const fs::path file = stored_file();
  fs::remove(file);
  ASSERT_EQ(::mkfifo(file.c_str(), 0600), 0);
  EXPECT_EQ(cache().load(), std::nullopt);
  EXPECT_FALSE(fs::exists(file));
}

TEST_F(AuditCacheTest, HasNoPlaceInAFolderThatOthersMayEnter) {
  cache().store(sample_record());
  ASSERT_EQ(::chmod(folder_.c_str(), 0755), 0);
  EXPECT_FALSE(AuditCache::open(folder_, kRepository, kSettings));
}

TEST_F(AuditCacheTest, HasNoPlaceInAFolderOfAnotherUser) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give files away";
  fs::create_directories(folder_);
  ASSERT_EQ(::chmod(folder_.c_str(), 0700), 0);
  ASSERT_EQ(::chown(folder_.c_str(), 65534, 65534), 0);
  EXPECT_FALSE(AuditCache::open(folder_, kRepository, kSettings));
}

TEST_F(AuditCacheTest, HasNoPlaceBehindASymbolicLink) {
  cache().store(sample_record());
  fs::rename(folder_, root_ / "aside");
  fs::create_symlink(root_ / "aside", folder_);
  EXPECT_FALSE(AuditCache::open(folder_, kRepository, kSettings));
}

TEST_F(AuditCacheTest, HasNoPlaceWhereAFileStands) {
  write(root_ / "cache", "a file");
  EXPECT_FALSE(AuditCache::open(folder_, kRepository, kSettings));
}

TEST_F(AuditCacheTest, HasNoPlaceWithoutAFolder) {
  EXPECT_FALSE(AuditCache::open(fs::path(), kRepository, kSettings));
}

// Runs `check` in a process of its own, as a user whom permissions bind.
template <typename Check>
bool holds_for_nobody(const Check& check) {
  const pid_t child = ::fork();
  if (child == 0) {
    const bool is_bound =
        ::geteuid() != 0 || (::setgid(65534) == 0 && ::setuid(65534) == 0);
    ::_exit(is_bound && check() ? 0 : 1);
  }
  int status = -1;
  return ::waitpid(child, &status, 0) == child && status == 0;
}

TEST_F(AuditCacheTest, HasNoPlaceInAReadOnlyFolder) {
  fs::create_directories(folder_);
  ASSERT_EQ(::chmod(folder_.c_str(), 0500), 0);
  if (::geteuid() == 0) {
    ASSERT_EQ(::chmod(root_.c_str(), 0755), 0);
    ASSERT_EQ(::chown(folder_.c_str(), 65534, 65534), 0);
  }
  EXPECT_TRUE(holds_for_nobody(
      [&] { return !AuditCache::open(folder_, kRepository, kSettings); }));
}

TEST_F(AuditCacheTest, StoresInSilenceWhereNothingCanBeWritten) {
  cache().store(AuditRecord());
  ASSERT_EQ(::chmod(folder_.c_str(), 0500), 0);
  if (::geteuid() == 0) {
    ASSERT_EQ(::chmod(root_.c_str(), 0755), 0);
    for (auto part = folder_; part != root_; part = part.parent_path()) {
      ASSERT_EQ(::chown(part.c_str(), 65534, 65534), 0);
    }
    for (const auto& entry : fs::directory_iterator(folder_)) {
      ASSERT_EQ(::chown(entry.path().c_str(), 65534, 65534), 0);
    }
  }
  EXPECT_TRUE(holds_for_nobody([&] {
    cache().store(sample_record());
    return cache().load() == AuditRecord();
  }));
}

// Both start without a folder and a secret; each time what is read is one of
// the two, whole.
TEST_F(AuditCacheTest, BearsTwoWritersAtOnce) {
  AuditRecord mine = sample_record();
  AuditRecord theirs = sample_record();
  for (std::uint64_t i = 1; i <= 5000; ++i) {
    ObjectId id;
    for (std::size_t at = 0; at < 8; ++at) {
      id.bytes[at] = static_cast<std::uint8_t>(i >> (56 - 8 * at));
    }
    mine.lfs.push_back(id);
  }
  sort_lists(mine);
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    for (int i = 0; i < 50; ++i) cache().store(theirs);
    ::_exit(0);
  }
  for (int i = 0; i < 50; ++i) {
    cache().store(mine);
    const auto read = cache().load();
    EXPECT_TRUE(read == mine || read == theirs);
  }
  int status = -1;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
  EXPECT_EQ(files().size(), 1U);
}

TEST_F(AuditCacheTest, BearsThreadsThatStoreAtOnce) {
  const AuditCache shared = cache();
  std::vector<std::thread> threads;
  for (std::uint64_t n = 0; n < 4; ++n) {
    threads.emplace_back([&shared, n] {
      AuditRecord record = sample_record();
      record.blobs = n;
      for (int i = 0; i < 20; ++i) shared.store(record);
    });
  }
  for (auto& thread : threads) thread.join();
  const auto loaded = shared.load();
  ASSERT_TRUE(loaded);
  EXPECT_LT(loaded->blobs, 4U);
  EXPECT_EQ(files().size(), 1U);
}

TEST_F(AuditCacheTest, KeepsTheRecordsThatWereOfUseLast) {
  const auto name = [](std::size_t i) { return "/r" + std::to_string(i); };
  const auto now = fs::file_time_type::clock::now();
  cache();  // the folder is there
  for (std::size_t i = 0; i < kMostAudits; ++i) {
    const auto old = files();
    const std::set<fs::path> before(old.begin(), old.end());
    cache(name(i)).store(sample_record());
    for (const fs::path& file : files()) {
      if (!before.contains(file)) {
        fs::last_write_time(file, now - std::chrono::hours(1000 - i));
      }
    }
  }
  EXPECT_TRUE(cache(name(0)).load());  // which is of use
  cache("/new").store(sample_record());
  EXPECT_EQ(files().size(), kMostAudits);
  EXPECT_TRUE(cache(name(0)).load());
  EXPECT_FALSE(cache(name(1)).load());
  EXPECT_TRUE(cache(name(2)).load());
  EXPECT_TRUE(cache("/new").load());
}

TEST_F(AuditCacheTest, HoldsNoTextOfTheRepository) {
  cache().store(sample_record());
  const fs::path file = stored_file();
  const std::string bytes = read(file) + file.filename().string();
  for (const char* text : {"somebody", "work", ".git", "home", "0.1.0",
                           "sha256", "rules", "depth"}) {
    EXPECT_EQ(bytes.find(text), bytes.npos) << text;
  }
}

TEST_F(AuditCacheTest, IsTheUsersByDefault) {
  ::setenv("XDG_CACHE_HOME", (root_ / "xdg").c_str(), 1);
  const auto opened = AuditCache::open(kRepository, kSettings);
  ASSERT_TRUE(opened);
  opened->store(sample_record());
  ::unsetenv("XDG_CACHE_HOME");
  const auto same = AuditCache::open(root_ / "xdg" / "patrol" / "audits",
                                     kRepository, kSettings);
  ASSERT_TRUE(same);
  EXPECT_EQ(same->load(), sample_record());
}

}  // namespace
}  // namespace patrol

// Where an audit cache has no place, and who else writes there.
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "scanner/history/audit_cache.h"
#include "tests/unit/history/audit_cache_fixture.h"
#include "tests/unit/history/audit_sample.h"

namespace patrol {
namespace {

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

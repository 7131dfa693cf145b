#include "scanner/history/audit_cache.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <vector>

#include "tests/unit/history/audit_cache_fixture.h"
#include "tests/unit/history/audit_sample.h"

namespace patrol {
namespace {

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

}  // namespace
}  // namespace patrol

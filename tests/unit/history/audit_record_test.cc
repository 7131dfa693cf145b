#include "scanner/history/audit_record.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "tests/unit/history/audit_sample.h"

namespace patrol {
namespace {

// A record without lists, as the header draws it; what follows its two flags is
// not there.
std::string empty_bytes() {
  std::string bytes(1 + 9, '\0');     // hash, lists, archives
  bytes += std::string(3 + 1, '\0');  // totals, has_head
  bytes += std::string(32, '\0');     // refs
  return bytes + '\0';                // has_places
}

TEST(AuditRecord, IsReadAsItWasWritten) {
  for (HashKind hash : {HashKind::kSha1, HashKind::kSha256}) {
    const AuditRecord record = sample_record(hash);
    const auto read = audit_record_from(to_bytes(record));
    ASSERT_TRUE(read);
    EXPECT_EQ(*read, record);
  }
}

TEST(AuditRecord, OfAnyShapeIsReadAsItWasWritten) {
  std::mt19937 random(20240229);
  for (int i = 0; i < 500; ++i) {
    const AuditRecord record = random_record(random);
    const auto read = audit_record_from(to_bytes(record));
    ASSERT_TRUE(read) << i;
    ASSERT_EQ(*read, record) << i;
  }
}

TEST(AuditRecord, OfNothingIsAsTheHeaderDrawsIt) {
  EXPECT_EQ(to_bytes(AuditRecord()), empty_bytes());
  EXPECT_EQ(audit_record_from(empty_bytes()), AuditRecord());
}

TEST(AuditRecord, HasListsAsTheHeaderDrawsThem) {
  AuditRecord record;
  record.packs = {std::string(40, 'a')};
  record.loose = {id_of(1), id_of(2)};
  record.blobs = 300;
  std::string bytes = empty_bytes();
  bytes.replace(1 + 9, 1, "\xAC\x02");
  bytes.replace(2, 1, "\x02" + std::string(20, '\1') + std::string(20, '\2'));
  bytes.replace(1, 1, "\x01" + std::string(20, '\xAA'));
  EXPECT_EQ(to_bytes(record), bytes);
}

TEST(AuditRecord, HasArchivesAsTheHeaderDrawsThem) {
  AuditRecord record;
  record.archives = {{id_of(7), {"a.o", "b"}}};
  std::string bytes = empty_bytes();
  bytes.replace(1 + 8, 1,
                "\x01" + std::string(20, '\7') + "\x02\x03" + "a.o\x01" + "b");
  EXPECT_EQ(to_bytes(record), bytes);
}

TEST(AuditRecord, IsRefusedWithNamesOrArchivesInAnotherOrder) {
  AuditRecord record;
  record.archives = {{id_of(7), {"b", "a"}}};
  EXPECT_FALSE(audit_record_from(to_bytes(record)));
  record.archives = {{id_of(7), {}}, {id_of(7), {"a"}}};
  EXPECT_FALSE(audit_record_from(to_bytes(record)));
  record.archives = {{id_of(7), {}}, {id_of(6), {}}};
  EXPECT_FALSE(audit_record_from(to_bytes(record)));
}

TEST(AuditRecord, IsRefusedWithoutItsEnd) {
  const std::string bytes = to_bytes(sample_record());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    ASSERT_FALSE(audit_record_from(bytes.substr(0, size))) << size;
  }
}

TEST(AuditRecord, IsRefusedWithMoreBehindIt) {
  EXPECT_FALSE(audit_record_from(to_bytes(sample_record()) + '\0'));
  EXPECT_FALSE(audit_record_from(empty_bytes() + '\0'));
}

// Nothing is read that would not be written again just so.
TEST(AuditRecord, IsWrittenAgainAsItWasRead) {
  const std::string good = to_bytes(sample_record());
  for (std::size_t i = 0; i < good.size(); ++i) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string bytes = good;
      bytes[i] = static_cast<char>(bytes[i] ^ (1 << bit));
      const auto read = audit_record_from(bytes);
      if (read) {
        ASSERT_EQ(to_bytes(*read), bytes) << "byte " << i;
      }
    }
  }
}

TEST(AuditRecord, IsRefusedOutOfOrder) {
  for (auto list :
       {&AuditRecord::loose, &AuditRecord::look_again, &AuditRecord::binary,
        &AuditRecord::lfs, &AuditRecord::missing, &AuditRecord::gitlinks,
        &AuditRecord::of_head}) {
    AuditRecord record;
    record.*list = {id_of(1), id_of(2)};
    EXPECT_TRUE(audit_record_from(to_bytes(record)));
    record.*list = {id_of(2), id_of(1)};
    EXPECT_FALSE(audit_record_from(to_bytes(record)));
    record.*list = {id_of(1), id_of(1)};
    EXPECT_FALSE(audit_record_from(to_bytes(record)));
  }
  AuditRecord record;
  record.packs = {std::string(40, 'b'), std::string(40, 'a')};
  EXPECT_FALSE(audit_record_from(to_bytes(record)));
}

TEST(AuditRecord, IsRefusedWhereACountIsAbsurd) {
  for (std::size_t list = 1; list <= 8; ++list) {
    for (const std::string& count :
         {std::string("\x01"), std::string("\x7F"),
          "\xFF\xFF\xFF\xFF\x0F" + std::string(), std::string(9, '\xFF') + '\1',
          std::string(10, '\xFF'), std::string(9, '\x80') + '\2'}) {
      std::string bytes = empty_bytes();
      bytes.replace(list, 1, count);
      EXPECT_FALSE(audit_record_from(bytes)) << list;
    }
  }
}

TEST(AuditRecord, IsRefusedWhereAPlaceHasAnAbsurdPath) {
  AuditRecord record;
  record.has_places = true;
  record.places.resize(1);
  std::string bytes = to_bytes(record);
  const std::size_t count = bytes.size() - 3;
  ASSERT_TRUE(audit_record_from(bytes));
  bytes.replace(count, 1, "\xFF\xFF\xFF\xFF\x0F");
  EXPECT_FALSE(audit_record_from(bytes));
}

TEST(AuditRecord, IsRefusedWhereAnOrdinalHasMoreThan32Bits) {
  AuditRecord record;
  record.has_places = true;
  record.places.resize(1);
  record.places[0].path = {0xFFFFFFFF};
  std::string bytes = to_bytes(record);
  ASSERT_TRUE(audit_record_from(bytes));
  bytes[bytes.size() - 3] = 0x1F;
  EXPECT_FALSE(audit_record_from(bytes));
}

TEST(AuditRecord, IsRefusedWhereANumberIsWrittenTooLong) {
  std::string bytes = empty_bytes();
  bytes.replace(9, 1, std::string("\x80\x00", 2));
  EXPECT_FALSE(audit_record_from(bytes));
}

TEST(AuditRecord, IsRefusedWithAFlagThatIsNone) {
  for (std::size_t flag : {std::size_t{0}, std::size_t{13}, std::size_t{46}}) {
    std::string bytes = empty_bytes();
    bytes[flag] = 2;
    EXPECT_FALSE(audit_record_from(bytes)) << flag;
  }
}

TEST(AuditRecord, GetsItsListsInOrder) {
  AuditRecord record;
  record.packs = {std::string(40, 'b'), std::string(40, 'a'),
                  std::string(40, 'b')};
  record.gitlinks = {id_of(3), id_of(1), id_of(3)};
  sort_lists(record);
  EXPECT_EQ(record.packs.size(), 2U);
  EXPECT_EQ(record.gitlinks, (std::vector{id_of(1), id_of(3)}));
  EXPECT_EQ(audit_record_from(to_bytes(record)), record);
}

}  // namespace
}  // namespace patrol

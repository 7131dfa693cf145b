#include "scanner/sources/archive_kind.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/support/archives.h"

namespace patrol {
namespace {

const Members kMembers = {{"name", "content"}};

TEST(ArchiveKind, KnowsEachKindByItsBytes) {
  const std::pair<std::string, ArchiveKind> cases[] = {
      {made_zip(kMembers), ArchiveKind::kZip},
      {made_zip({}), ArchiveKind::kZip},
      {made_tar(kMembers), ArchiveKind::kTar},
      {made_archive(archive_write_set_format_pax, kMembers), ArchiveKind::kTar},
      {made_archive(archive_write_set_format_gnutar, kMembers),
       ArchiveKind::kTar},
      {made_archive(archive_write_set_format_v7tar, kMembers),
       ArchiveKind::kTar},
      {made_ar({{"debian-binary", "2.0\n"}}), ArchiveKind::kAr},
      {made_7z(kMembers), ArchiveKind::kSevenZip},
      {compressed(archive_write_add_filter_gzip, "x"), ArchiveKind::kGzip},
      {compressed(archive_write_add_filter_bzip2, "x"), ArchiveKind::kBzip2},
      {compressed(archive_write_add_filter_bzip2, ""), ArchiveKind::kBzip2},
      {compressed(archive_write_add_filter_xz, "x"), ArchiveKind::kXz},
      {compressed(archive_write_add_filter_zstd, "x"), ArchiveKind::kZstd},
  };
  for (const auto& [bytes, kind] : cases) {
    EXPECT_EQ(archive_kind(bytes), kind) << to_text(kind);
  }
}

TEST(ArchiveKind, TakesNoTextForAnArchive) {
  const std::string zeros(512, '0');
  std::string sum_holds(512, 'a');
  sum_holds.replace(148, 8, "137770  ");  // 8 x ' ' + 504 x 'a', in octal
  const std::string texts[] = {"",
                               "PK",
                               "7z",
                               "BZh9",
                               "BZh9 is how bzip2 begins",
                               "!<arch>\n",
                               "!<arch>\n" + std::string(200, 'x'),
                               "(\xC2\xB5/ \xFD",
                               zeros,
                               sum_holds};
  for (const std::string& text : texts) {
    EXPECT_EQ(archive_kind(text), std::nullopt) << text;
  }
}

TEST(ArchiveKind, TakesALibraryOfALinkerForNoArchive) {
  EXPECT_EQ(archive_kind(made_ar(kMembers)), std::nullopt);
  EXPECT_EQ(archive_kind(made_ar({{"object.o",
                                   "\x7F"
                                   "ELF"}})),
            std::nullopt);
}

TEST(ArchiveKind, TakesATarOnlyWithItsCheckSum) {
  std::string tar = made_tar(kMembers);
  ++tar[0];
  EXPECT_EQ(archive_kind(tar), std::nullopt);
  EXPECT_EQ(archive_kind(std::string(1024, '\0')), std::nullopt);
}

TEST(ArchiveKind, TakesNoReservedFlagForGzip) {
  EXPECT_EQ(archive_kind("\x1F\x8B\x08\x20 and so on"), std::nullopt);
}

}  // namespace
}  // namespace patrol

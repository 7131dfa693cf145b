#include "scanner/cli/scanning.h"

#include <gtest/gtest.h>

namespace patrol {
namespace {

TEST(ProgressLine, CountsFiles) {
  ScanProgress progress;
  progress.files = 12'345;
  progress.bytes = 98'765'432;
  for (const ScanMode mode :
       {ScanMode::kFiles, ScanMode::kStdin, ScanMode::kStaged}) {
    EXPECT_EQ(progress_line(mode, progress), "12,345 files, 94.2 MiB");
  }
}

TEST(ProgressLine, CountsTheObjectsOfAHistoryAgainstAllOfThem) {
  ScanProgress progress;
  progress.commits = 67'890;
  progress.blobs = 23'456;
  progress.objects = 123'456;
  progress.total_objects = 262'343;
  progress.bytes = std::uint64_t{31} << 30;
  for (const ScanMode mode : {ScanMode::kHistory, ScanMode::kRange}) {
    EXPECT_EQ(progress_line(mode, progress),
              "123,456 of 262,343 objects, 31.0 GiB");
  }
}

TEST(ProgressLine, CountsCommitsWhereTheTotalIsNotKnown) {
  ScanProgress progress;
  progress.commits = 1;
  progress.bytes = 2048;
  EXPECT_EQ(progress_line(ScanMode::kRange, progress), "1 commit, 2.0 KiB");
}

}  // namespace
}  // namespace patrol

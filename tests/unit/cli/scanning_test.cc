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

TEST(ProgressLine, CountsTheBlobsOfAHistoryAgainstAllOfThem) {
  ScanProgress progress;
  progress.commits = 67'890;
  progress.blobs = 123'456;
  progress.total_blobs = 262'343;
  progress.bytes = std::uint64_t{31} << 30;
  for (const ScanMode mode : {ScanMode::kHistory, ScanMode::kRange}) {
    EXPECT_EQ(progress_line(mode, progress),
              "123,456 of 262,343 blobs, 31.0 GiB");
  }
}

TEST(ProgressLine, CountsCommitsUntilTheBlobsAreKnown) {
  ScanProgress progress;
  progress.commits = 1;
  EXPECT_EQ(progress_line(ScanMode::kHistory, progress), "1 commit");
}

}  // namespace
}  // namespace patrol

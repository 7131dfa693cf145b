#include "scanner/git/files.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>

#include "tests/support/sandbox.h"

namespace patrol {
namespace {

TEST(ReadFile, GivesAllBytes) {
  const Sandbox sandbox;
  for (const std::size_t size : {0U, 1U, 5000U, 100000U}) {
    const std::string text(size, 'x');
    sandbox.write("file", text);
    EXPECT_EQ(**read_file(sandbox.at("file"), size), text);
  }
}

TEST(ReadFile, TellsAMissingFileFromAnError) {
  const Sandbox sandbox;
  sandbox.write("file");
  for (const char* path : {"none", "none/file", "file/file"}) {
    const auto text = read_file(sandbox.at(path), 10);
    ASSERT_TRUE(text) << path;
    EXPECT_FALSE(*text) << path;
  }
}

TEST(ReadFile, RefusesMoreThanTheLimit) {
  const Sandbox sandbox;
  sandbox.write("file", "12345");
  EXPECT_TRUE(read_file(sandbox.at("file"), 5));
  const auto text = read_file(sandbox.at("file"), 4);
  ASSERT_FALSE(text);
  EXPECT_EQ(text.error().message, "larger than 4 bytes");
}

TEST(ReadFile, RefusesMoreThanTheLimitOfAFileWithoutASize) {
  const auto text = read_file("/proc/self/maps", 10);
  ASSERT_FALSE(text);
  EXPECT_EQ(text.error().message, "larger than 10 bytes");
}

TEST(ReadFile, WaitsForNoFifoAndReadsNoDeviceOrFolder) {
  const Sandbox sandbox;
  ::mkfifo(sandbox.at("fifo").c_str(), 0600);
  for (const std::string& path :
       {sandbox.at("fifo"), std::string("/dev/zero"), sandbox.root()}) {
    const auto text = read_file(path, 10);
    ASSERT_FALSE(text) << path;
    EXPECT_EQ(text.error().message, "not a regular file");
  }
}

TEST(ListFolder, IsSortedAndTellsFoldersFromTheRest) {
  const Sandbox sandbox;
  sandbox.write("b");
  sandbox.make_folder("c");
  ASSERT_EQ(::symlink("c", sandbox.at("a").c_str()), 0);
  const auto entries = list_folder(sandbox.root());
  ASSERT_TRUE(entries && *entries);
  std::string shown;
  for (const FolderEntry& entry : **entries) {
    shown += entry.name + (entry.is_folder ? "/ " : " ");
  }
  EXPECT_EQ(shown, "a b c/ ");
}

TEST(ListFolder, TellsAMissingFolderFromAnError) {
  const Sandbox sandbox;
  sandbox.write("file");
  const auto none = list_folder(sandbox.at("none"));
  ASSERT_TRUE(none);
  EXPECT_FALSE(*none);
  EXPECT_FALSE(list_folder(sandbox.at("file")));
}

}  // namespace
}  // namespace patrol

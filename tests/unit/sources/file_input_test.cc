#include "scanner/sources/file_input.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#include "tests/support/sandbox.h"

namespace patrol {
namespace {

// All of it, by reads of `capacity` bytes.
std::string read_by(Input& input, std::size_t capacity) {
  std::string all;
  std::string block(capacity, '\0');
  while (true) {
    Result<std::size_t> got = input.read(block.data(), capacity);
    EXPECT_TRUE(got) << got.error().message;
    if (!got || *got == 0) return all;
    all.append(block, 0, *got);
  }
}

TEST(FileInput, ReadsTheSameForEveryCapacity) {
  const Sandbox sandbox;
  for (std::size_t size : {0U, 1U, 7U, 64U, 65U, 4096U}) {
    const std::string text(size, 'x');
    sandbox.write("file", text);
    for (std::size_t capacity : {1U, 7U, 64U, 65U, 5000U}) {
      Result<FileInput> input = open_named(sandbox.at("file"));
      ASSERT_TRUE(input);
      EXPECT_EQ(input->size(), size);
      EXPECT_EQ(read_by(*input, capacity), text) << size << "/" << capacity;
    }
  }
}

// The end of a file that fits is known without asking the system once more: a
// byte that is appended afterwards is not seen.
TEST(FileInput, FindsTheEndOfAFileThatFitsWithOneRead) {
  const Sandbox sandbox;
  sandbox.write("file", "abc");
  Result<FileInput> input = open_named(sandbox.at("file"));
  std::array<char, 16> block;
  EXPECT_EQ(*input->read(block.data(), block.size()), 3U);
  std::ofstream(sandbox.at("file"), std::ios::app) << "d";
  EXPECT_EQ(*input->read(block.data(), block.size()), 0U);
}

TEST(FileInput, ReadsOnWhenAFileGrewAfterItWasOpened) {
  const Sandbox sandbox;
  sandbox.write("file", "abc");
  Result<FileInput> input = open_named(sandbox.at("file"));
  std::ofstream(sandbox.at("file"), std::ios::app) << "def";
  EXPECT_EQ(read_by(*input, 16), "abcdef");
}

TEST(FileInput, EndsEarlyWhenAFileShrankAfterItWasOpened) {
  const Sandbox sandbox;
  sandbox.write("file", "abcdef");
  Result<FileInput> input = open_named(sandbox.at("file"));
  std::filesystem::resize_file(sandbox.at("file"), 2);
  EXPECT_EQ(read_by(*input, 4), "ab");
}

TEST(FileInput, ReadsFilesThatClaimToBeEmpty) {
  Result<FileInput> input = open_named("/proc/self/status");
  ASSERT_TRUE(input);
  EXPECT_EQ(input->size(), 0U);
  EXPECT_NE(read_by(*input, 100).find("Threads:"), std::string::npos);
}

TEST(FileInput, WaitsForANonBlockingPipe) {
  int ends[2];
  ASSERT_EQ(::pipe2(ends, O_NONBLOCK | O_CLOEXEC), 0);
  FileInput input = FileInput::stream(Descriptor{ends[0]});
  std::thread writer([&] {
    ::usleep(20000);
    EXPECT_EQ(::write(ends[1], "late", 4), 4);
    ::close(ends[1]);
  });
  EXPECT_EQ(read_by(input, 16), "late");
  writer.join();
}

TEST(FileInput, StopsWaitingForAStreamOnceToldTo) {
  int ends[2];
  ASSERT_EQ(::pipe2(ends, O_CLOEXEC), 0);
  const Descriptor writer(ends[1]);
  FileInput input = FileInput::stream(Descriptor{ends[0]});
  std::atomic<bool> stop = false;
  input.heed(stop);
  std::thread stopper([&] {
    ::usleep(20000);
    stop = true;
  });
  char byte = 0;
  const Result<std::size_t> got = input.read(&byte, 1);
  stopper.join();
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().message, "interrupted");
}

TEST(OpenNamed, ReadsAPipeAndFollowsALink) {
  const Sandbox sandbox;
  sandbox.write("file", "text");
  std::filesystem::create_symlink("file", sandbox.at("link"));
  Result<FileInput> link = open_named(sandbox.at("link"));
  ASSERT_TRUE(link);
  EXPECT_EQ(read_by(*link, 16), "text");

  ASSERT_EQ(::mkfifo(sandbox.at("fifo").c_str(), 0600), 0);
  std::thread writer([&] { std::ofstream(sandbox.at("fifo")) << "piped"; });
  Result<FileInput> fifo = open_named(sandbox.at("fifo"));
  ASSERT_TRUE(fifo);
  EXPECT_EQ(read_by(*fifo, 16), "piped");
  writer.join();
}

TEST(OpenNamed, RefusesFoldersAndWhatIsMissing) {
  const Sandbox sandbox;
  const Result<FileInput> folder = open_named(sandbox.root());
  ASSERT_FALSE(folder);
  EXPECT_EQ(folder.error().message, "not a regular file");
  const Result<FileInput> missing = open_named(sandbox.at("missing"));
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().message, "No such file or directory");
}

TEST(OpenStandardInput, SaysThatItIsClosed) {
  EXPECT_EXIT(
      {
        ::close(STDIN_FILENO);
        const Result<FileInput> input = open_standard_input();
        ::_exit(!input && input.error().message == "it is closed" ? 0 : 1);
      },
      testing::ExitedWithCode(0), "");
}

TEST(ReadWhole, RefusesMoreThanItsLimit) {
  const Sandbox sandbox;
  sandbox.write("file", std::string(100, 'x'));
  EXPECT_EQ(read_whole(*open_named(sandbox.at("file")), 100)->size(), 100U);
  EXPECT_FALSE(read_whole(*open_named(sandbox.at("file")), 99));
  // Also where the size is not known before.
  EXPECT_FALSE(read_whole(*open_named("/proc/self/status"), 99));
}

}  // namespace
}  // namespace patrol

#include "scanner/sources/directory.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/support/sandbox.h"

namespace patrol {
namespace {

std::string text_of(Result<FileInput> file) {
  if (!file) return "error: " + file.error().message;
  return *read_whole(*std::move(file), 1 << 20);
}

// From now on the kernel answers `number` to openat2(), as old kernels (ENOSYS)
// and sandboxes (EPERM) do. For processes that end after the test.
void forbid_openat2(unsigned number) {
  std::array<sock_filter, 4> program = {{
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_openat2, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | number),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  }};
  const sock_fprog filter = {program.size(), program.data()};
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
      ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) != 0 ||
      ::syscall(SYS_openat2, -1, "", nullptr, 0) != -1 ||
      errno != static_cast<int>(number)) {
    ::_exit(99);
  }
}

// Runs `body` in processes with openat2(), without it, and with it forbidden;
// it returns whether all is well.
template <typename Body>
void in_every_kernel(Body body) {
  for (int number : {0, ENOSYS, EPERM}) {
    EXPECT_EXIT(
        {
          if (number != 0) forbid_openat2(static_cast<unsigned>(number));
          ::_exit(body() ? 0 : 1);
        },
        testing::ExitedWithCode(0), "")
        << "openat2 answers " << number;
  }
}

TEST(Directory, ListsEveryKindSortedByName) {
  const Sandbox sandbox;
  sandbox.write("b");
  sandbox.make_folder("a");
  std::filesystem::create_symlink("b", sandbox.at("c"));
  ::mkfifo(sandbox.at("d").c_str(), 0600);
  sandbox.write(".hidden");
  const Result<Directory> root = Directory::open(sandbox.root());
  ASSERT_TRUE(root);
  const std::vector<Entry> entries = *root->list("");
  ASSERT_EQ(entries.size(), 5U);
  EXPECT_EQ(entries[0].name, ".hidden");
  EXPECT_EQ(entries[1].name, "a");
  EXPECT_EQ(entries[1].kind, EntryKind::kDirectory);
  EXPECT_EQ(entries[2].kind, EntryKind::kFile);
  EXPECT_EQ(entries[3].kind, EntryKind::kSymlink);
  EXPECT_EQ(entries[4].kind, EntryKind::kOther);
}

TEST(Directory, ListsMoreThanOneBlockOfEntries) {
  const Sandbox sandbox;
  for (int i = 0; i < 3000; ++i) {
    sandbox.write("a-name-of-some-length-" + std::to_string(i));
  }
  EXPECT_EQ(Directory::open(sandbox.root())->list("")->size(), 3000U);
}

TEST(Directory, KeepsNamesOfAnyBytes) {
  const Sandbox sandbox;
  const std::vector<std::string> names = {"\x1B[31m", " ", "a\nb", "\xFF\xFE",
                                          std::string(255, 'n')};
  for (const std::string& name : names) sandbox.write(name, name);
  const Result<Directory> root = Directory::open(sandbox.root());
  EXPECT_EQ(root->list("")->size(), names.size());
  for (const std::string& name : names) {
    EXPECT_EQ(text_of(root->open_file(name)), name);
  }
}

TEST(Directory, FollowsNoSymbolicLink) {
  const Sandbox sandbox;
  sandbox.write("real/file", "inside");
  ::symlink("real", sandbox.at("folder").c_str());
  ::symlink("real/file", sandbox.at("file").c_str());
  ::symlink(sandbox.home().c_str(), sandbox.at("out").c_str());
  in_every_kernel([&] {
    const Result<Directory> root = Directory::open(sandbox.root());
    return text_of(root->open_file("real/file")) == "inside" &&
           root->list("real")->size() == 1 && !root->list("folder") &&
           !root->list("out") && !root->open_file("folder/file") &&
           !root->open_file("file");
  });
}

TEST(Directory, SaysThatAFileBecameALink) {
  const Sandbox sandbox;
  ::symlink("/etc/passwd", sandbox.at("file").c_str());
  EXPECT_EQ(text_of(Directory::open(sandbox.root())->open_file("file")),
            "error: it became a symbolic link while it was scanned");
}

TEST(Directory, OpensNothingButRegularFilesAndNeverBlocks) {
  const Sandbox sandbox;
  ::mkfifo(sandbox.at("fifo").c_str(), 0600);
  sandbox.make_folder("folder");
  const Result<Directory> root = Directory::open(sandbox.root());
  EXPECT_EQ(text_of(root->open_file("fifo")), "error: not a regular file");
  EXPECT_EQ(text_of(root->open_file("folder")), "error: not a regular file");
  const Result<Directory> devices = Directory::open("/dev");
  EXPECT_EQ(text_of(devices->open_file("null")), "error: not a regular file");
}

TEST(Directory, SaysWhatVanished) {
  const Sandbox sandbox;
  const Result<Directory> root = Directory::open(sandbox.root());
  EXPECT_EQ(text_of(root->open_file("gone")),
            "error: No such file or directory");
  EXPECT_FALSE(root->list("gone"));
}

TEST(Directory, NeedsAFolder) {
  const Sandbox sandbox;
  sandbox.write("file");
  EXPECT_FALSE(Directory::open(sandbox.at("file")));
  EXPECT_FALSE(Directory::open(sandbox.at("missing")));
}

// 1,000 folders deep: eleven times what fits into one path.
TEST(Directory, ReachesPathsLongerThanTheSystemTakes) {
  const Sandbox sandbox;
  const std::string name(40, 'd');
  std::string path;
  int at = ::open(sandbox.root().c_str(), O_PATH | O_CLOEXEC);
  for (int depth = 0; depth < 1000; ++depth) {
    ASSERT_EQ(::mkdirat(at, name.c_str(), 0755), 0);
    const int below = ::openat(at, name.c_str(), O_PATH | O_CLOEXEC);
    ::close(at);
    at = below;
    path += name + "/";
  }
  const int file = ::openat(at, "f", O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
  ASSERT_EQ(::write(file, "deep", 4), 4);
  ::close(file);
  ::close(at);
  in_every_kernel([&] {
    const Result<Directory> root = Directory::open(sandbox.root());
    return root->list(path.substr(0, path.size() - 1))->size() == 1 &&
           text_of(root->open_file(path + "f")) == "deep";
  });
}

TEST(Directory, HoldsOneDescriptor) {
  const Sandbox sandbox;
  for (int i = 0; i < 100; ++i) {
    sandbox.write("d" + std::to_string(i) + "/f", "x");
  }
  EXPECT_EXIT(
      {
        rlimit few;
        few.rlim_cur = few.rlim_max = 16;
        ::setrlimit(RLIMIT_NOFILE, &few);
        const Result<Directory> root = Directory::open(sandbox.root());
        bool well = root->list("")->size() == 100;
        for (int i = 0; i < 100; ++i) {
          const std::string folder = "d" + std::to_string(i);
          well = well && root->list(folder)->size() == 1 &&
                 text_of(root->open_file(folder + "/f")) == "x";
        }
        ::_exit(well ? 0 : 1);
      },
      testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace patrol

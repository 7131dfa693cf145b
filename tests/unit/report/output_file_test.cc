#include "scanner/report/output_file.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace patrol {
namespace {

namespace fs = std::filesystem;

class OutputFileTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "patrol.XXXXXX").string();
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string path(const std::string& name) const {
    return (folder_ / name).string();
  }
  std::vector<std::string> names() const {
    std::vector<std::string> all;
    for (const auto& entry : fs::directory_iterator(folder_)) {
      all.push_back(entry.path().filename().string());
    }
    return all;
  }
  static std::string content(const std::string& path) {
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
  }

  fs::path folder_;
};

const WriteBody kHello = [](std::ostream& out) { out << "hello\n"; };

TEST_F(OutputFileTest, WritesAFileThatOnlyItsOwnerReads) {
  const auto file = OutputFile::prepare(path("report.json"));
  ASSERT_TRUE(file);
  EXPECT_TRUE(names().empty());  // preparing leaves no trace
  ASSERT_TRUE(file->write(kHello));
  EXPECT_EQ(content(path("report.json")), "hello\n");
  struct stat status = {};
  ASSERT_EQ(::stat(path("report.json").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777u, 0600u);
  EXPECT_EQ(names().size(), 1u);
}

TEST_F(OutputFileTest, TakesThePlaceOfAnOldReport) {
  std::ofstream(path("report.json")) << "an old and longer report\n";
  const auto file = OutputFile::prepare(path("report.json"));
  ASSERT_TRUE(file);
  EXPECT_EQ(content(path("report.json")), "an old and longer report\n");
  ASSERT_TRUE(file->write(kHello));
  EXPECT_EQ(content(path("report.json")), "hello\n");
  EXPECT_EQ(names().size(), 1u);
}

TEST_F(OutputFileTest, WritesMoreThanABufferful) {
  const std::string big(300'000, 'x');
  const auto file = OutputFile::prepare(path("r"));
  ASSERT_TRUE(file);
  ASSERT_TRUE(file->write([&](std::ostream& out) {
    out << big;
    for (char c : big) out.put(c);
  }));
  EXPECT_EQ(content(path("r")), big + big);
}

TEST_F(OutputFileTest, TakesAPathWithoutAFolder) {
  const fs::path before = fs::current_path();
  fs::current_path(folder_);
  const auto file = OutputFile::prepare("report.json");
  const bool written = file && file->write(kHello);
  fs::current_path(before);
  EXPECT_TRUE(written);
  EXPECT_EQ(content(path("report.json")), "hello\n");
}

TEST_F(OutputFileTest, RefusesWhatIsNoFile) {
  std::ofstream(path("file")) << "kept";
  fs::create_symlink(path("file"), path("link"));
  fs::create_symlink(path("nowhere"), path("dangling"));
  fs::create_directory(path("folder"));
  ASSERT_EQ(::mkfifo(path("pipe").c_str(), 0600), 0);
  const std::vector<std::string> refused = {
      path("link"), path("dangling"),       path("folder"),
      path("pipe"), path("folder/"),        "/dev/null",
      "",           path("missing/r.json"), path("file/r.json"),
      ".",          path("folder/..")};
  for (const std::string& name : refused) {
    const auto file = OutputFile::prepare(name);
    ASSERT_FALSE(file) << name;
    const std::string& message = file.error().message;
    EXPECT_TRUE(message.starts_with(name + ": ")) << message;
    EXPECT_EQ(message.find('\n'), message.npos);
  }
  EXPECT_EQ(content(path("file")), "kept");
}

TEST_F(OutputFileTest, EscapesTheNameInItsMessage) {
  const auto file = OutputFile::prepare(path("a\nb\x1b/r.json"));
  ASSERT_FALSE(file);
  EXPECT_NE(file.error().message.find("a\\nb\\x1b/r.json"), std::string::npos);
}

// A file size limit stands for a full disk: write() fails half-way.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) {
    ::getrlimit(RLIMIT_FSIZE, &old_);
    rlimit limit = old_;
    limit.rlim_cur = bytes;
    ::setrlimit(RLIMIT_FSIZE, &limit);
    handler_ = ::signal(SIGXFSZ, SIG_IGN);
  }
  ~FileSizeLimit() {
    ::setrlimit(RLIMIT_FSIZE, &old_);
    ::signal(SIGXFSZ, handler_);
  }

 private:
  rlimit old_ = {};
  sighandler_t handler_ = SIG_DFL;
};

TEST_F(OutputFileTest, LeavesTheOldReportWhereTheDiskIsFull) {
  std::ofstream(path("report.json")) << "old\n";
  const auto file = OutputFile::prepare(path("report.json"));
  ASSERT_TRUE(file);
  std::string message;
  {
    const FileSizeLimit limit(100'000);
    const auto written = file->write([](std::ostream& out) {
      for (int i = 0; i < 100'000; ++i) out << "0123456789";
    });
    ASSERT_FALSE(written);
    message = written.error().message;
  }
  EXPECT_NE(message.find("File too large"), message.npos);
  EXPECT_EQ(content(path("report.json")), "old\n");
  EXPECT_EQ(names().size(), 1u);
}

TEST_F(OutputFileTest, LeavesNothingBehindWhereTheBodyThrows) {
  const auto file = OutputFile::prepare(path("report.json"));
  ASSERT_TRUE(file);
  const WriteBody fail = [](std::ostream& out) {
    out << "half";
    throw std::runtime_error("out of memory");
  };
  EXPECT_THROW((void)file->write(fail), std::runtime_error);
  EXPECT_TRUE(names().empty());
}

// Standard output as something else, for one call.
Result<void> write_with_stdout_as(int fd, const WriteBody& body) {
  const int saved = ::dup(STDOUT_FILENO);
  ::dup2(fd, STDOUT_FILENO);
  ::close(fd);
  const Result<void> written = write_standard_output(body);
  ::dup2(saved, STDOUT_FILENO);
  ::close(saved);
  return written;
}

TEST(StandardOutput, ReportsAFullDisk) {
  const int full = ::open("/dev/full", O_WRONLY);
  ASSERT_GE(full, 0);
  const auto written = write_with_stdout_as(full, kHello);
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().message,
            "standard output: cannot write the report: "
            "No space left on device");
}

TEST(StandardOutput, TakesABrokenPipeForAnEnd) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  ::close(ends[0]);
  const auto old = ::signal(SIGPIPE, SIG_IGN);
  const auto written = write_with_stdout_as(ends[1], [](std::ostream& out) {
    for (int i = 0; i < 100'000; ++i) out << "0123456789";
  });
  ::signal(SIGPIPE, old);
  EXPECT_TRUE(written);
}

TEST(StandardOutput, CarriesWhatIsWritten) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  ASSERT_TRUE(write_with_stdout_as(ends[1], kHello));
  char text[16];
  EXPECT_EQ(::read(ends[0], text, sizeof text), 6);
  ::close(ends[0]);
  EXPECT_EQ(std::string_view(text, 6), "hello\n");
}

}  // namespace
}  // namespace patrol

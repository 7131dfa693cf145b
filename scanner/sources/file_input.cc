#include "scanner/sources/file_input.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace patrol {
namespace {

constexpr char kNotRegular[] = "not a regular file";

constexpr int kGlance = 100;  // milliseconds between two looks at `stop`

bool is_stream(mode_t mode) { return S_ISFIFO(mode) || S_ISCHR(mode); }

}  // namespace

Error system_error(int number) {
  return Error{std::generic_category().message(number)};
}

FileInput FileInput::stream(Descriptor file) {
  FileInput input(std::move(file), 0);
  input.is_stream_ = true;
  return input;
}

// Until there are bytes, or no writer is left. False: it was told to stop. A
// FIFO that has had no writer yet counts as one that has.
bool FileInput::wait_for_more() const {
  pollfd waited{file_.number(), POLLIN, 0};
  int ready = 0;
  while (ready == 0 || (ready < 0 && errno == EINTR)) {
    if (stop_ != nullptr && stop_->load(std::memory_order_relaxed)) {
      return false;
    }
    ready = ::poll(&waited, 1, kGlance);
  }
  return true;
}

Result<std::size_t> FileInput::read(char* to, std::size_t capacity) {
  while (!at_end_) {
    if (is_stream_ && !wait_for_more()) return Error{"interrupted"};
    const ssize_t got = ::read(file_.number(), to, capacity);
    if (got < 0 && errno == EINTR) continue;
    // Another reader of the same pipe was faster.
    if (got < 0 && errno == EAGAIN && is_stream_) continue;
    if (got < 0) return system_error(errno);
    const auto count = static_cast<std::size_t>(got);
    passed_ += count;
    at_end_ = count == 0 || (count < capacity && passed_ == size_);
    return count;
  }
  return std::size_t{0};
}

bool FileInput::seek(std::uint64_t offset) {
  if (is_stream_ || offset > std::uint64_t{INT64_MAX}) return false;
  const auto at = static_cast<off_t>(offset);
  if (::lseek(file_.number(), at, SEEK_SET) != at) return false;
  passed_ = offset;
  at_end_ = false;
  return true;
}

Result<FileInput> regular_input(Descriptor file) {
  struct stat status;
  if (::fstat(file.number(), &status) != 0) return system_error(errno);
  if (!S_ISREG(status.st_mode)) return Error{kNotRegular};
  return FileInput(std::move(file), static_cast<std::uint64_t>(status.st_size));
}

Result<FileInput> open_named(const std::string& path) {
  Descriptor file(
      ::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY));
  if (!file.is_open()) return system_error(errno);
  struct stat status;
  if (::fstat(file.number(), &status) != 0) return system_error(errno);
  if (is_stream(status.st_mode)) return FileInput::stream(std::move(file));
  return regular_input(std::move(file));
}

Result<FileInput> open_standard_input() {
  const int flags = ::fcntl(STDIN_FILENO, F_GETFL);
  // O_PATH: the program has put that in its place.
  if (flags < 0 || (flags & O_PATH) != 0) return Error{"it is closed"};
  Descriptor file(::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3));
  if (!file.is_open()) return system_error(errno);
  return FileInput::stream(std::move(file));
}

Result<std::string> read_whole(FileInput input, std::size_t limit) {
  constexpr std::size_t kPiece = std::size_t{64} << 10;
  const auto too_large = [limit] {
    return Error{"larger than " + std::to_string(limit) + " bytes"};
  };
  if (input.size() > limit) return too_large();
  std::string text;
  // One byte more than expected, so that the first read can be the last.
  text.resize(std::max<std::size_t>(input.size(), kPiece) + 1);
  std::size_t size = 0;
  while (true) {
    if (size == text.size()) text.resize(size + kPiece);
    Result<std::size_t> got = input.read(&text[size], text.size() - size);
    if (!got) return got.error();
    size += *got;
    if (size > limit) return too_large();
    if (*got == 0) break;
  }
  text.resize(size);
  return text;
}

}  // namespace patrol

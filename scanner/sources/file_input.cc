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

// A terminal or pipe that another process made non-blocking has nothing yet.
void wait_until_readable(int file) {
  pollfd waited{file, POLLIN, 0};
  ::poll(&waited, 1, -1);
}

bool is_stream(mode_t mode) { return S_ISFIFO(mode) || S_ISCHR(mode); }

}  // namespace

Error system_error(int number) {
  return Error{std::generic_category().message(number)};
}

Result<std::size_t> FileInput::read(char* to, std::size_t capacity) {
  while (!at_end_) {
    const ssize_t got = ::read(file_.number(), to, capacity);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0 && errno == EAGAIN) {
      wait_until_readable(file_.number());
      continue;
    }
    if (got < 0) return system_error(errno);
    const auto count = static_cast<std::size_t>(got);
    passed_ += count;
    at_end_ = count == 0 || (count < capacity && passed_ == size_);
    return count;
  }
  return std::size_t{0};
}

Result<FileInput> regular_input(Descriptor file) {
  struct stat status;
  if (::fstat(file.number(), &status) != 0) return system_error(errno);
  if (!S_ISREG(status.st_mode)) return Error{kNotRegular};
  return FileInput(std::move(file), static_cast<std::uint64_t>(status.st_size));
}

Result<FileInput> open_named(const std::string& path) {
  Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
  if (!file.is_open()) return system_error(errno);
  struct stat status;
  if (::fstat(file.number(), &status) != 0) return system_error(errno);
  if (is_stream(status.st_mode)) return FileInput(std::move(file), 0);
  return regular_input(std::move(file));
}

Result<FileInput> open_standard_input() {
  Descriptor file(::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3));
  if (!file.is_open() && errno == EBADF) return Error{"it is closed"};
  if (!file.is_open()) return system_error(errno);
  return FileInput(std::move(file), 0);
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

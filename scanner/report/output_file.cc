#include "scanner/report/output_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <ostream>
#include <streambuf>
#include <string_view>
#include <system_error>
#include <utility>

#include "scanner/report/printable.h"

namespace patrol {
namespace {

std::string reason(int error) { return std::generic_category().message(error); }

Error failure(std::string_view path, int error) {
  return {fmt::format("{}: cannot write the report: {}", printable(path),
                      reason(error))};
}

// Owns a file descriptor; -1: none.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }

  int get() const { return fd_; }
  bool is_open() const { return fd_ >= 0; }

 private:
  int fd_;
};

// Collects 64 KiB and writes them. After a failure, which error() keeps, it
// takes nothing more, so that the stream goes bad.
class DescriptorBuffer : public std::streambuf {
 public:
  explicit DescriptorBuffer(int fd) : fd_(fd) { empty(); }
  int error() const { return error_; }

 protected:
  int_type overflow(int_type c) override {
    if (sync() != 0) return traits_type::eof();
    return c == traits_type::eof() ? traits_type::not_eof(c)
                                   : sputc(traits_type::to_char_type(c));
  }

  int sync() override {
    const char* next = pbase();
    while (error_ == 0 && next < pptr()) {
      const ssize_t n =
          ::write(fd_, next, static_cast<std::size_t>(pptr() - next));
      if (n >= 0) {
        next += n;
      } else if (errno != EINTR) {
        error_ = errno;
      }
    }
    empty();
    return error_ == 0 ? 0 : -1;
  }

 private:
  void empty() { setp(bytes_.data(), bytes_.data() + bytes_.size()); }

  int fd_;
  int error_ = 0;
  std::array<char, 65536> bytes_;
};

// Runs `body`. Returns the errno of the first write that failed, 0 if none.
int write_body(int fd, const WriteBody& body) {
  DescriptorBuffer buffer(fd);
  std::ostream out(&buffer);
  body(out);
  out.flush();
  return buffer.error();
}

std::string random_name() {
  std::uint64_t random = 0;
  while (::getrandom(&random, sizeof random, 0) < 0 && errno == EINTR) {
  }
  return fmt::format(".patrol-{:016x}", random);
}

// By this name linkat() finds an open file that has no other.
std::string proc_name(int fd) { return fmt::format("/proc/self/fd/{}", fd); }

// -1 where the file system, or a missing /proc, does not let a file be made
// without a name and get one later.
Descriptor open_nameless(int folder) {
  constexpr int kFlags = O_TMPFILE | O_WRONLY | O_CLOEXEC;
  Descriptor file(::openat(folder, ".", kFlags, 0600));
  if (!file.is_open() || ::access(proc_name(file.get()).c_str(), F_OK) != 0) {
    return Descriptor(-1);
  }
  return file;
}

// A file being written in a folder. Removed with the object, unless it has
// been published.
class Draft {
 public:
  explicit Draft(int folder) : folder_(folder), file_(open_nameless(folder)) {
    if (!file_.is_open()) open_named();
  }
  ~Draft() {
    if (!name_.empty()) ::unlinkat(folder_, name_.c_str(), 0);
  }
  Draft(const Draft&) = delete;
  Draft& operator=(const Draft&) = delete;

  // -1: it could not be opened, see errno.
  int fd() const { return file_.get(); }

  // Puts the file in place of `target`. False: could not, see errno.
  bool publish(const std::string& target);

 private:
  void open_named();
  bool link_as(const std::string& name) const;

  int folder_;
  Descriptor file_;
  std::string name_;  // what is to be removed; empty: nothing
};

void Draft::open_named() {
  constexpr int kFlags = O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC;
  const std::string name = random_name();
  file_ = Descriptor(::openat(folder_, name.c_str(), kFlags, 0600));
  if (file_.is_open()) name_ = name;
}

bool Draft::link_as(const std::string& name) const {
  return ::linkat(AT_FDCWD, proc_name(file_.get()).c_str(), folder_,
                  name.c_str(), AT_SYMLINK_FOLLOW) == 0;
}

bool Draft::publish(const std::string& target) {
  if (name_.empty()) {
    if (link_as(target)) return true;
    if (errno != EEXIST) return false;
    const std::string name = random_name();
    if (!link_as(name)) return false;
    name_ = name;
  }
  if (::renameat(folder_, name_.c_str(), folder_, target.c_str()) != 0) {
    return false;
  }
  name_.clear();
  return true;
}

// Why no report may be written over what is there; empty: it may.
std::string_view objection(mode_t mode) {
  if (S_ISREG(mode)) return {};
  if (S_ISDIR(mode)) return "is a folder: name a file in it";
  if (S_ISLNK(mode)) return "is a symbolic link: name the file it leads to";
  return "is a pipe, a socket or a device: name a file";
}

}  // namespace

OutputFile::OutputFile(std::string folder, std::string name, std::string path)
    : folder_(std::move(folder)),
      name_(std::move(name)),
      path_(std::move(path)) {}

Result<OutputFile> OutputFile::prepare(std::string path) {
  struct stat status = {};
  if (::lstat(path.c_str(), &status) == 0) {
    const std::string_view why_not = objection(status.st_mode);
    if (!why_not.empty()) {
      return Error{fmt::format("{}: {}", printable(path), why_not)};
    }
  } else if (errno != ENOENT || path.empty()) {
    return failure(path, errno);
  }
  const std::size_t slash = path.rfind('/');
  std::string folder = slash == path.npos ? "." : path.substr(0, slash + 1);
  if (::faccessat(AT_FDCWD, folder.c_str(), W_OK | X_OK, AT_EACCESS) != 0) {
    return failure(path, errno);
  }
  std::string name = path.substr(slash == path.npos ? 0 : slash + 1);
  return OutputFile(std::move(folder), std::move(name), std::move(path));
}

Result<void> OutputFile::write(const WriteBody& body) const {
  const Descriptor folder(
      ::open(folder_.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (!folder.is_open()) return failure(path_, errno);
  Draft draft(folder.get());
  if (draft.fd() < 0) return failure(path_, errno);
  if (const int error = write_body(draft.fd(), body)) {
    return failure(path_, error);
  }
  if (::fsync(draft.fd()) != 0 || !draft.publish(name_)) {
    return failure(path_, errno);
  }
  return {};
}

Result<void> write_standard_output(const WriteBody& body) {
  const int error = write_body(STDOUT_FILENO, body);
  if (error == 0 || error == EPIPE) return {};
  return failure("standard output", error);
}

}  // namespace patrol

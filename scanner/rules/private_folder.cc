#include "scanner/rules/private_folder.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <system_error>
#include <utility>

namespace patrol {
namespace {

constexpr mode_t kOthers = S_IRWXG | S_IRWXO;

Error fault(const std::string& path, int code) {
  return Error{path + ": " + std::generic_category().message(code)};
}

// Closes on the way out.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int operator*() const { return number_; }
  explicit operator bool() const { return number_ >= 0; }

 private:
  int number_;
};

struct CloseFolder {
  void operator()(DIR* folder) const { ::closedir(folder); }
};

std::int64_t nanoseconds(const struct timespec& time) {
  return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

bool is_private(const struct stat& status) {
  return status.st_uid == ::geteuid() && (status.st_mode & kOthers) == 0;
}

// All bytes of `file`, or nothing if there are more than `limit`. `expected`
// is how many there should be, so that memory is asked for once.
std::optional<std::string> read_all(int file, std::size_t expected,
                                    std::size_t limit) {
  std::string bytes;
  bytes.reserve(std::min(expected, limit));
  char piece[64 * 1024];
  while (bytes.size() <= limit) {
    const ssize_t n = ::read(file, piece, sizeof piece);
    if (n == 0) return bytes;
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return std::nullopt;
    bytes.append(piece, static_cast<std::size_t>(n));
  }
  return std::nullopt;
}

// 0, or what went wrong.
int write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(file, bytes.data(), bytes.size());
    if (n < 0 && errno != EINTR) return errno;
    if (n > 0) bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return ::fsync(file) == 0 ? 0 : errno;
}

}  // namespace

Result<std::string> random_bytes(std::size_t size) {
  std::string bytes(size, '\0');
  std::size_t filled = 0;
  while (filled < size) {
    const ssize_t n = ::getrandom(bytes.data() + filled, size - filled, 0);
    if (n < 0 && errno != EINTR) return fault("getrandom", errno);
    if (n > 0) filled += static_cast<std::size_t>(n);
  }
  return bytes;
}

Result<PrivateFolder> PrivateFolder::open(const std::filesystem::path& path) {
  constexpr int kFlags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
  const int opened = ::open(path.c_str(), kFlags);
  if (opened < 0) return fault(path.string(), errno);
  PrivateFolder folder(opened, path.string());
  struct stat status {};
  if (::fstat(opened, &status) != 0) return fault(path.string(), errno);
  if (!is_private(status)) {
    return Error{path.string() + ": is open to other users, so not used"};
  }
  return folder;
}

Result<PrivateFolder> PrivateFolder::make(const std::filesystem::path& path) {
  std::filesystem::path made;
  for (const auto& part : path) {
    made /= part;
    ::mkdir(made.c_str(), S_IRWXU);  // open() says what went wrong
  }
  return open(path);
}

PrivateFolder::PrivateFolder(PrivateFolder&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      path_(std::move(other.path_)) {}

PrivateFolder::~PrivateFolder() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

std::optional<std::string> PrivateFolder::read(const std::string& name,
                                               std::size_t limit) const {
  constexpr int kFlags =
      O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
  const Descriptor file(::openat(descriptor_, name.c_str(), kFlags));
  if (!file) return std::nullopt;
  struct stat status {};
  if (::fstat(*file, &status) != 0) return std::nullopt;
  if (!S_ISREG(status.st_mode) || !is_private(status)) return std::nullopt;
  return read_all(*file, static_cast<std::size_t>(status.st_size), limit);
}

// A new file with `bytes`, under a name that nobody else uses.
Result<std::string> PrivateFolder::write_temporary(
    std::string_view bytes) const {
  constexpr int kFlags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
  const auto random = random_bytes(8);
  if (!random) return random.error();
  std::string name = "tmp-" + std::to_string(::getpid()) + "-";
  for (char c : *random) name += std::to_string(static_cast<unsigned char>(c));
  const Descriptor file(
      ::openat(descriptor_, name.c_str(), kFlags, S_IRUSR | S_IWUSR));
  if (!file) return fault(path_ + "/" + name, errno);
  if (const int code = write_all(*file, bytes); code != 0) {
    ::unlinkat(descriptor_, name.c_str(), 0);
    return fault(path_ + "/" + name, code);
  }
  return name;
}

Result<void> PrivateFolder::replace(const std::string& name,
                                    std::string_view bytes) const {
  const auto temporary = write_temporary(bytes);
  if (!temporary) return temporary.error();
  if (::renameat(descriptor_, temporary->c_str(), descriptor_, name.c_str()) ==
      0) {
    return {};
  }
  const int code = errno;
  ::unlinkat(descriptor_, temporary->c_str(), 0);
  return fault(path_ + "/" + name, code);
}

// A link, unlike O_EXCL and then write(), never shows others half a file.
Result<void> PrivateFolder::create(const std::string& name,
                                   std::string_view bytes) const {
  const auto temporary = write_temporary(bytes);
  if (!temporary) return temporary.error();
  const int linked =
      ::linkat(descriptor_, temporary->c_str(), descriptor_, name.c_str(), 0);
  const int code = linked == 0 ? 0 : errno;
  ::unlinkat(descriptor_, temporary->c_str(), 0);
  if (code != 0 && code != EEXIST) return fault(path_ + "/" + name, code);
  return {};
}

void PrivateFolder::remove(const std::string& name) const {
  struct stat status {};
  const int found =
      ::fstatat(descriptor_, name.c_str(), &status, AT_SYMLINK_NOFOLLOW);
  if (found != 0 || status.st_uid != ::geteuid()) return;
  ::unlinkat(descriptor_, name.c_str(), 0);
}

void PrivateFolder::touch(const std::string& name) const {
  ::utimensat(descriptor_, name.c_str(), nullptr, AT_SYMLINK_NOFOLLOW);
}

std::vector<StoredFile> PrivateFolder::files() const {
  std::vector<StoredFile> out;
  constexpr int kFlags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;
  const int listed = ::openat(descriptor_, ".", kFlags);
  if (listed < 0) return out;
  const std::unique_ptr<DIR, CloseFolder> folder(::fdopendir(listed));
  if (!folder) {
    ::close(listed);
    return out;
  }
  while (const dirent* entry = ::readdir(folder.get())) {
    struct stat status {};
    if (::fstatat(listed, entry->d_name, &status, AT_SYMLINK_NOFOLLOW) != 0) {
      continue;
    }
    if (!S_ISREG(status.st_mode)) continue;
    out.push_back({entry->d_name, static_cast<std::uint64_t>(status.st_size),
                   nanoseconds(status.st_mtim)});
  }
  return out;
}

}  // namespace patrol

#include "scanner/sources/directory.h"

#include <dirent.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <climits>
#include <cstring>

namespace patrol {
namespace {

constexpr int kOpenFolder = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
constexpr int kOpenFile =
    O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
constexpr int kStepThrough = O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;

// Set once the kernel has said that it does not know openat2().
std::atomic<bool> openat2_is_missing = false;

// A path as system calls want it: ended by a NUL, shorter than PATH_MAX.
class CPath {
 public:
  // REQUIRES: path.size() < PATH_MAX.
  explicit CPath(std::string_view path) {
    if (path.empty()) path = ".";
    std::memcpy(bytes_.data(), path.data(), path.size());
    bytes_[path.size()] = '\0';
  }
  const char* c_str() const { return bytes_.data(); }

 private:
  std::array<char, PATH_MAX> bytes_;  // uninitialised on purpose: hot
};

// All functions below return a descriptor, or -1 with errno set.

int open_in_one_step(int at, std::string_view path, int flags) {
  open_how how{};
  how.flags = static_cast<std::uint64_t>(flags);
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;
  const CPath terminated(path);
  long file = -1;
  do {
    file =
        ::syscall(SYS_openat2, at, terminated.c_str(), &how, sizeof(open_how));
  } while (file < 0 && errno == EINTR);
  return static_cast<int>(file);
}

// Splits `path` at its first '/': "a/b/c" -> "a", and `path` becomes "b/c".
std::string_view take_part(std::string_view& path) {
  const std::size_t slash = path.find('/');
  const std::string_view part = path.substr(0, slash);
  path.remove_prefix(slash == path.npos ? path.size() : slash + 1);
  return part;
}

int open_part_by_part(int at, std::string_view path, int flags) {
  Descriptor held;
  while (path.find('/') != path.npos) {
    const CPath part(take_part(path));
    held = Descriptor(::openat(at, part.c_str(), kStepThrough));
    if (!held.is_open()) return -1;
    at = held.number();
  }
  return ::openat(at, CPath(path).c_str(), flags);
}

int open_short(int at, std::string_view path, int flags) {
  if (openat2_is_missing) return open_part_by_part(at, path, flags);
  const int file = open_in_one_step(at, path, flags);
  // Old sandboxes (Docker before 20.10) answer EPERM to calls they do not
  // know; the slower way then tells a real EPERM from that.
  if (file >= 0 || (errno != ENOSYS && errno != EPERM)) return file;
  if (errno == ENOSYS) openat2_is_missing = true;
  return open_part_by_part(at, path, flags);
}

int open_beneath(int at, std::string_view path, int flags) {
  Descriptor held;
  while (path.size() >= PATH_MAX) {
    const std::size_t slash = path.rfind('/', PATH_MAX - 1);
    if (slash == path.npos) {
      errno = ENAMETOOLONG;
      return -1;
    }
    held = Descriptor(open_short(at, path.substr(0, slash), kStepThrough));
    if (!held.is_open()) return -1;
    at = held.number();
    path.remove_prefix(slash + 1);
  }
  return open_short(at, path, flags);
}

Error open_error(int number) {
  if (number != ELOOP) return system_error(number);
  return Error{"it became a symbolic link while it was scanned"};
}

EntryKind kind_of_mode(mode_t mode) {
  if (S_ISREG(mode)) return EntryKind::kFile;
  if (S_ISDIR(mode)) return EntryKind::kDirectory;
  return S_ISLNK(mode) ? EntryKind::kSymlink : EntryKind::kOther;
}

// Some file systems do not tell the kind while they list.
EntryKind kind_by_stat(int folder, const char* name) {
  struct stat status;
  if (::fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) != 0) {
    return EntryKind::kFile;  // opening it will say what is wrong
  }
  return kind_of_mode(status.st_mode);
}

EntryKind kind_of(int folder, const dirent64& entry) {
  if (entry.d_type == DT_UNKNOWN) return kind_by_stat(folder, entry.d_name);
  return kind_of_mode(static_cast<mode_t>(DTTOIF(entry.d_type)));
}

bool is_dot(const char* name) {
  return std::strcmp(name, ".") == 0 || std::strcmp(name, "..") == 0;
}

// The records that getdents64() put into `block`, without "." and "..".
void append_entries(int folder, const char* block, std::size_t size,
                    std::vector<Entry>& entries) {
  for (std::size_t at = 0; at < size;) {
    const auto* entry = reinterpret_cast<const dirent64*>(block + at);
    at += entry->d_reclen;
    if (is_dot(entry->d_name)) continue;
    entries.push_back({entry->d_name, kind_of(folder, *entry)});
  }
}

}  // namespace

Result<Directory> Directory::open(const std::string& path) {
  Descriptor root(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!root.is_open()) return system_error(errno);
  return Directory(std::move(root));
}

// getdents64() itself, not readdir(): opendir() adds three system calls and an
// allocation to each of a tree's thousands of folders.
Result<std::vector<Entry>> Directory::list(std::string_view path) const {
  const Descriptor folder(open_beneath(root_.number(), path, kOpenFolder));
  if (!folder.is_open()) return open_error(errno);
  std::vector<Entry> entries;
  alignas(dirent64) std::array<char, std::size_t{32} << 10> block;
  while (true) {
    const ssize_t got =
        ::getdents64(folder.number(), block.data(), block.size());
    if (got < 0) return system_error(errno);
    if (got == 0) break;
    append_entries(folder.number(), block.data(), static_cast<std::size_t>(got),
                   entries);
  }
  std::ranges::sort(entries, {}, &Entry::name);
  return entries;
}

Result<FileInput> Directory::open_file(std::string_view path) const {
  Descriptor file(open_beneath(root_.number(), path, kOpenFile));
  if (!file.is_open()) return open_error(errno);
  return regular_input(std::move(file));
}

}  // namespace patrol

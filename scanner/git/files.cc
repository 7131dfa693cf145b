#include "scanner/git/files.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <memory>
#include <system_error>

namespace patrol {
namespace {

Error system_error(int number) {
  return Error{std::generic_category().message(number)};
}

bool is_missing(int number) { return number == ENOENT || number == ENOTDIR; }

// Closes on the way out.
class OpenFile {
 public:
  // O_NONBLOCK: a FIFO is opened, too, and seen to be one.
  explicit OpenFile(const std::string& path)
      : number_(::open(path.c_str(),
                       O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)) {}
  ~OpenFile() {
    if (number_ >= 0) ::close(number_);
  }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  int number() const { return number_; }

 private:
  int number_;
};

Error too_large(std::size_t limit) {
  return Error{"larger than " + std::to_string(limit) + " bytes"};
}

// All that the file gives, which may be more than the `size` bytes that it had.
Result<std::string> read_all(int file, std::size_t size, std::size_t limit) {
  constexpr std::size_t kPiece = std::size_t{16} << 10;
  std::string text(size + 1, '\0');  // so that the second read finds the end
  size = 0;
  while (size <= limit) {
    if (size == text.size()) text.resize(size + kPiece);
    const ssize_t got = ::read(file, &text[size], text.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return system_error(errno);
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
  }
  if (size > limit) return too_large(limit);
  text.resize(size);
  return text;
}

struct CloseFolder {
  void operator()(DIR* folder) const { ::closedir(folder); }
};

bool is_real_folder(const std::string& folder, const dirent& entry) {
  if (entry.d_type != DT_UNKNOWN) return entry.d_type == DT_DIR;
  struct stat status;
  return ::lstat((folder + "/" + entry.d_name).c_str(), &status) == 0 &&
         S_ISDIR(status.st_mode);
}

}  // namespace

Result<std::optional<std::string>> read_file(const std::string& path,
                                             std::size_t limit) {
  const OpenFile file(path);
  if (file.number() < 0) {
    if (is_missing(errno)) return std::optional<std::string>();
    return system_error(errno);
  }
  struct stat status;
  if (::fstat(file.number(), &status) != 0) return system_error(errno);
  if (!S_ISREG(status.st_mode)) return Error{"not a regular file"};
  const auto size = static_cast<std::size_t>(status.st_size);
  if (size > limit) return too_large(limit);
  Result<std::string> text = read_all(file.number(), size, limit);
  if (!text) return text.error();
  return std::optional<std::string>(*std::move(text));
}

Error in_file(std::string_view name, const Error& error) {
  return Error{std::string(name) + ": " + error.message};
}

Result<std::optional<std::vector<FolderEntry>>> list_folder(
    const std::string& path) {
  const std::unique_ptr<DIR, CloseFolder> folder(::opendir(path.c_str()));
  if (folder == nullptr) {
    if (errno == ENOENT) return std::optional<std::vector<FolderEntry>>();
    return system_error(errno);
  }
  std::vector<FolderEntry> entries;
  errno = 0;
  while (const dirent* entry = ::readdir(folder.get())) {
    const std::string_view name = entry->d_name;
    if (name != "." && name != "..") {
      entries.push_back({std::string(name), is_real_folder(path, *entry)});
    }
    errno = 0;
  }
  if (errno != 0) return system_error(errno);
  std::ranges::sort(entries, {}, &FolderEntry::name);
  return std::optional(std::move(entries));
}

bool is_folder(const std::string& path) {
  struct stat status;
  return ::stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

bool exists(const std::string& path) {
  struct stat status;
  return ::lstat(path.c_str(), &status) == 0;
}

std::string real_path(const std::string& path) {
  std::error_code failed;
  const std::filesystem::path real = std::filesystem::canonical(path, failed);
  return failed ? std::string() : real.string();
}

std::string path_from(const std::string& folder, std::string_view path) {
  if (path.starts_with('/')) return std::string(path);
  return folder + "/" + std::string(path);
}

std::string parent_folder(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == 0 ? "/" : path.substr(0, slash);
}

}  // namespace patrol

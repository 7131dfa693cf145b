#include "scanner/packs/mapped_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace patrol {
namespace {

Error system_failure() { return Error{std::generic_category().message(errno)}; }

Result<std::string_view> map(int file) {
  struct stat status;
  if (::fstat(file, &status) != 0) return system_failure();
  if (!S_ISREG(status.st_mode)) return Error{"not a regular file"};
  const auto size = static_cast<std::size_t>(status.st_size);
  if (size == 0) return std::string_view();
  void* data = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0);
  if (data == MAP_FAILED) return system_failure();
  return std::string_view(static_cast<const char*>(data), size);
}

}  // namespace

Result<MappedFile> MappedFile::open(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file < 0) return system_failure();
  const Result<std::string_view> bytes = map(file);
  ::close(file);
  if (!bytes) return bytes.error();
  return MappedFile(bytes->data(), bytes->size());
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)),
      size_(std::exchange(other.size_, 0)) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  return *this;
}

MappedFile::~MappedFile() {
  if (size_ != 0) ::munmap(const_cast<char*>(data_), size_);
}

void MappedFile::give_back() const {
  if (size_ != 0) ::madvise(const_cast<char*>(data_), size_, MADV_DONTNEED);
}

}  // namespace patrol

// A folder that only this user can read or change, and the files in it: what a
// cache may rest on that will be believed (sealed_folder.h).
//
// All work is done relative to the opened folder, so what was checked is what
// is used, even if somebody renames a parent in between. Nothing follows a
// symbolic link, nothing waits for a FIFO.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scanner/core/result.h"

namespace patrol {

// A file of a folder, as a cleaner looks at it.
struct StoredFile {
  std::string name;
  std::uint64_t size = 0;      // bytes
  std::int64_t last_used = 0;  // nanoseconds since the Unix epoch
};

class PrivateFolder {
 public:
  // Error: it is not there, is a link, is another user's or open to others.
  static Result<PrivateFolder> open(const std::filesystem::path& path);

  // The same, but makes it, and its parents, with mode 0700 if need be.
  static Result<PrivateFolder> make(const std::filesystem::path& path);

  PrivateFolder(PrivateFolder&& other) noexcept;
  PrivateFolder& operator=(PrivateFolder&&) = delete;
  ~PrivateFolder();

  // The bytes of the file `name`; nothing if it is not there, is larger than
  // `limit`, or is not a regular file of this user's that is closed to others.
  std::optional<std::string> read(const std::string& name,
                                  std::size_t limit) const;

  // Makes `name` hold `bytes`, with mode 0600, on the disk when it returns.
  // What was there before is replaced in one step.
  Result<void> replace(const std::string& name, std::string_view bytes) const;

  // The same, but what is there already stays, and is no error: of several
  // processes that do this at once, one wins.
  Result<void> create(const std::string& name, std::string_view bytes) const;

  // Takes `name` away, if it is this user's; of a link the link alone. What
  // cannot be removed stays, a folder always.
  void remove(const std::string& name) const;

  // Says that `name` was of use now: files() tells it.
  void touch(const std::string& name) const;

  // Its regular files, in no order, those too that a process which was killed
  // left half written. What cannot be listed is left out.
  std::vector<StoredFile> files() const;

 private:
  PrivateFolder(int descriptor, std::string path)
      : descriptor_(descriptor), path_(std::move(path)) {}

  Result<std::string> write_temporary(std::string_view bytes) const;

  int descriptor_;    // owned
  std::string path_;  // for errors
};

// `size` bytes from the operating system's random generator.
Result<std::string> random_bytes(std::size_t size);

}  // namespace patrol

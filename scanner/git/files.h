// The small files of which a repository consists besides its objects.
//
// A repository is somebody else's: in the place of a file there may be a FIFO,
// which an ordinary open() would wait at for ever, a device, or a file that is
// too large to be what its name says. Here all of those are errors. Symbolic
// links are followed, since git's own tools make some (git-new-workdir).
//
// Paths are the system's. Error messages do not name them.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/core/result.h"

namespace patrol {

// All of a regular file. nullopt: there is none. Error: there is something
// else, or it cannot be read, or has more than `limit` bytes.
Result<std::optional<std::string>> read_file(const std::string& path,
                                             std::size_t limit);

// A file that says one path is not larger.
inline constexpr std::size_t kLargestPathFile = std::size_t{1} << 20;

// The error with the name of the file before it.
Error in_file(std::string_view name, const Error& error);

struct FolderEntry {
  std::string name;
  bool is_folder = false;  // and no symbolic link
};

// What is in a folder besides "." and "..", sorted by name. nullopt: there is
// none. Error: it is no folder, or cannot be read.
Result<std::optional<std::vector<FolderEntry>>> list_folder(
    const std::string& path);

bool is_folder(const std::string& path);
bool exists(const std::string& path);  // also a symbolic link to nowhere

// Absolute, without symbolic links, "." and "..". "": it does not exist.
std::string real_path(const std::string& path);

// `path` as it is if it is absolute, below `folder` otherwise.
std::string path_from(const std::string& folder, std::string_view path);

// The folder that `path` lies in. REQUIRES: it is absolute, without a '/' at
// its end.
std::string parent_folder(const std::string& path);

}  // namespace patrol

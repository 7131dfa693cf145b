// Lists folders and opens files below a root, and never leaves it.
//
// A scanned tree is somebody else's: while patrol looks, a folder may be
// swapped for a symbolic link to /etc. A path that is checked first and opened
// afterwards would follow it. So every path is resolved by the kernel, in one
// step, relative to the open root, and refused if any part of it is a symbolic
// link: openat2() with RESOLVE_BENEATH and RESOLVE_NO_SYMLINKS. Kernels before
// 5.6, and sandboxes that do not know the call, get one openat() for each
// part of the path instead: slower, as safe.
//
// Paths are relative to the root, parts joined by '/', "" is the root itself.
// They may be longer than PATH_MAX: they are then resolved in pieces. No
// descriptor but the root's stays open between calls, so a tree of any depth
// is walked with a handful.
//
// REQUIRES of every path: it is made of names that list() returned, so no part
// is empty, "." or "..".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/core/result.h"
#include "scanner/sources/descriptor.h"
#include "scanner/sources/file_input.h"

namespace patrol {

enum class EntryKind : std::uint8_t { kFile, kDirectory, kSymlink, kOther };

struct Entry {
  std::string name;  // bytes as they stand in the folder: no '/', no NUL
  EntryKind kind = EntryKind::kOther;
};

// Thread-safe: nothing changes after open(). Errors carry the system's text
// without the path, which the caller knows.
class Directory {
 public:
  // A folder that the user named: symbolic links in `path` are followed.
  static Result<Directory> open(const std::string& path);

  // The entries of a folder without "." and "..", sorted by name (bytes).
  Result<std::vector<Entry>> list(std::string_view path) const;

  // A regular file. Never blocks: a FIFO that took its place is an error.
  Result<FileInput> open_file(std::string_view path) const;

 private:
  explicit Directory(Descriptor root) : root_(std::move(root)) {}

  Descriptor root_;
};

}  // namespace patrol

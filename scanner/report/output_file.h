// Where a report goes: a file, that is there whole or not at all, or standard
// output.
//
// A report file is written under no name (O_TMPFILE) and gets its name when
// all its bytes are on disk; so whoever reads it sees the old report or the
// new one, and a process that is killed leaves nothing behind. Some file
// systems cannot do that (overlayfs before Linux 6.6, NFS, FUSE): there it is
// written as ".patrol-<16 hex digits>" beside the target. That name is removed
// on every way out of write(); a signal handler that only sets a flag, as
// patrol's does, keeps it so. Only SIGKILL or a crash of the machine in the
// middle of a write can leave one, of mode 0600. The same goes, everywhere,
// for the moment in which a report takes the place of an older one: Linux has
// no call that links a nameless file over a name, so it gets such a name first.
#pragma once

#include <functional>
#include <iosfwd>
#include <string>

#include "scanner/core/result.h"

namespace patrol {

using WriteBody = std::function<void(std::ostream&)>;

class OutputFile {
 public:
  // Says before the scan what would fail after it: the path is a folder, a
  // symbolic link, a pipe, a socket or a device; its folder does not exist or
  // may not be written to. Changes nothing.
  static Result<OutputFile> prepare(std::string path);

  // Puts what `body` writes in place of the file, mode 0600. Error: disk full
  // and the like; the old file, if there was one, is as it was.
  Result<void> write(const WriteBody& body) const;

 private:
  OutputFile(std::string folder, std::string name, std::string path);

  std::string folder_;
  std::string name_;  // within folder_
  std::string path_;  // as the user wrote it, for messages
};

// Error: disk full and the like. A reader that went away is none, for `head`
// may have seen enough. REQUIRES: SIGPIPE is ignored.
Result<void> write_standard_output(const WriteBody& body);

}  // namespace patrol

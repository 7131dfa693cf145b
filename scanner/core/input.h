// Bytes that come one after another: a file, standard input, an archive
// member. What reads them (detect/, scan.cc) needs to know no more than this,
// so a source may be added without the detector noticing.
#pragma once

#include <cstddef>

#include "scanner/core/result.h"

namespace patrol {

// Used by one thread at a time; reads forward once.
class Input {
 public:
  virtual ~Input() = default;

  // Puts at most `capacity` bytes at `to` and says how many. Fewer than
  // `capacity` is no sign of the end; 0 is, and only that, and stays so on
  // further calls. An error (disk, network file system, corrupt archive) ends
  // the input: what was read before stands, the rest is unread. Its message
  // says what went wrong without naming the input, which the caller knows.
  // REQUIRES: capacity > 0, and `to` has room for it.
  virtual Result<std::size_t> read(char* to, std::size_t capacity) = 0;

 protected:
  Input() = default;
  Input(const Input&) = default;
  Input& operator=(const Input&) = default;
};

}  // namespace patrol

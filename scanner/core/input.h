// Bytes that come one after another: a file, standard input, an archive
// member. What reads them (detect/, scan.cc) needs to know no more than this,
// so a source may be added without the detector noticing.
#pragma once

#include <cstddef>
#include <cstdint>

#include "scanner/core/result.h"

namespace patrol {

// Used by one thread at a time; reads forward.
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

  // Makes read() go on at byte `offset` of the whole, from 0 up; the end may be
  // passed. False, and nothing changed: this input can only be read forward
  // (a pipe, a member of an archive).
  virtual bool seek(std::uint64_t offset) {
    static_cast<void>(offset);
    return false;
  }

 protected:
  Input() = default;
  Input(const Input&) = default;
  Input& operator=(const Input&) = default;
};

}  // namespace patrol

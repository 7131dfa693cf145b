// Memory for the next object: a walk needs a million buffers, a few at a time,
// and the system's allocator gives each back that is large.
#pragma once

#include <cstdint>
#include <vector>

#include "scanner/core/buffer.h"

namespace patrol {

// One thread's.
class BufferPool {
 public:
  // One with room for `size` bytes.
  Buffer take(std::uint64_t size);

  // Keeps it for later, or lets it go.
  void give(Buffer buffer);

 private:
  std::vector<Buffer> idle_;
};

}  // namespace patrol

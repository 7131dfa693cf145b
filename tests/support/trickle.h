// Bytes that come few at a time and cannot be sought in, as from a pipe: who
// reads them must not depend on how much a read gives.
#pragma once

#include <algorithm>
#include <string_view>

#include "scanner/core/memory_input.h"

namespace patrol {

// At most `most` bytes a read. `bytes` must outlive it.
class Trickle final : public Input {
 public:
  Trickle(std::string_view bytes, std::size_t most)
      : bytes_(bytes), most_(most) {}
  Result<std::size_t> read(char* to, std::size_t capacity) override {
    return bytes_.read(to, std::min(capacity, most_));
  }

 private:
  MemoryInput bytes_;
  std::size_t most_;
};

}  // namespace patrol

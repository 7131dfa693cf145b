// An Input over bytes in memory: texts of tests and rule examples, and what
// was read ahead of a stream.
#pragma once

#include <algorithm>
#include <cstring>
#include <string_view>

#include "scanner/core/input.h"

namespace patrol {

class MemoryInput final : public Input {
 public:
  // `bytes` must outlive *this.
  explicit MemoryInput(std::string_view bytes) : bytes_(bytes), rest_(bytes) {}

  Result<std::size_t> read(char* to, std::size_t capacity) override {
    const std::size_t size = std::min(capacity, rest_.size());
    if (size != 0) std::memcpy(to, rest_.data(), size);
    rest_.remove_prefix(size);
    return size;
  }

  bool seek(std::uint64_t offset) override {
    rest_ = bytes_.substr(std::min<std::uint64_t>(offset, bytes_.size()));
    return true;
  }

 private:
  std::string_view bytes_;
  std::string_view rest_;
};

}  // namespace patrol

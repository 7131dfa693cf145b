// An input whose beginning was read already to see what it is: gives those
// bytes once more, then the rest.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "scanner/core/input.h"
#include "scanner/core/memory_input.h"
#include "scanner/core/result.h"

namespace patrol {

class ReplayedInput final : public Input {
 public:
  // `rest` stands after `head` and must outlive *this.
  ReplayedInput(std::string head, Input& rest)
      : head_(std::move(head)), read_ahead_(head_), rest_(rest) {}

  Result<std::size_t> read(char* to, std::size_t capacity) override {
    Result<std::size_t> size = read_ahead_.read(to, capacity);
    if (size && *size != 0) return size;
    return rest_.read(to, capacity);
  }

  bool seek(std::uint64_t offset) override {
    if (!rest_.seek(offset)) return false;
    read_ahead_ = MemoryInput({});
    return true;
  }

 private:
  std::string head_;
  MemoryInput read_ahead_;
  Input& rest_;
};

}  // namespace patrol

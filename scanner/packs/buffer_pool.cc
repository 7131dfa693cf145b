#include "scanner/packs/buffer_pool.h"

#include <algorithm>
#include <bit>
#include <utility>

namespace patrol {
namespace {

// An object, what it is made from, and theirs: a walk goes up and down by few.
constexpr std::size_t kIdle = 8;
// So that one serves most small objects.
constexpr std::uint64_t kSmallest = 4096;

}  // namespace

Buffer BufferPool::take(std::uint64_t size) {
  for (Buffer& buffer : idle_) {
    if (buffer.capacity() < size) continue;
    std::swap(buffer, idle_.back());
    Buffer taken = std::move(idle_.back());
    idle_.pop_back();
    return taken;
  }
  return Buffer(std::bit_ceil(std::max(size, kSmallest)));
}

void BufferPool::give(Buffer buffer) {
  if (idle_.size() < kIdle) idle_.push_back(std::move(buffer));
}

}  // namespace patrol

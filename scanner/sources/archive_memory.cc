#include "scanner/sources/archive_memory.h"

#include <malloc.h>

#include <algorithm>
#include <cassert>
#include <cstdint>
#include <utility>

namespace patrol {
namespace {

// Of one thread. What was allocated elsewhere and is freed here (strdup) would
// let `used` drop below what is in use: it stops at 0, and the bound is that
// much softer.
struct Account {
  bool is_open = false;
  bool refused = false;
  std::size_t used = 0;
  std::size_t limit = 0;
};
thread_local Account account;

bool affords(std::size_t bytes) {
  if (!account.is_open || bytes <= account.limit - account.used) return true;
  account.refused = true;
  return false;
}

// What malloc gives is a little more than was asked for.
void charge(void* block) {
  if (!account.is_open || block == nullptr) return;
  account.used =
      std::min(account.limit, account.used + ::malloc_usable_size(block));
}

void credit(std::size_t bytes) {
  if (account.is_open) account.used -= std::min(account.used, bytes);
}

}  // namespace

ArchiveMemory::ArchiveMemory(std::size_t limit) {
  assert(!account.is_open);
  account = {.is_open = true, .refused = false, .used = 0, .limit = limit};
}

ArchiveMemory::~ArchiveMemory() { account.is_open = false; }

bool ArchiveMemory::take_refused() {
  return std::exchange(account.refused, false);
}

}  // namespace patrol

// The linker's names: a call of malloc() in a statically linked object becomes
// one of __wrap_malloc(), and __real_malloc() is the C library's.
// NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming)
extern "C" {

void* __real_malloc(std::size_t size);
void* __real_calloc(std::size_t count, std::size_t size);
void* __real_realloc(void* block, std::size_t size);
void __real_free(void* block);

void* __wrap_malloc(std::size_t size) {
  if (!patrol::affords(size)) return nullptr;
  void* block = __real_malloc(size);
  patrol::charge(block);
  return block;
}

void* __wrap_calloc(std::size_t count, std::size_t size) {
  if (size != 0 && count > SIZE_MAX / size) return nullptr;
  if (!patrol::affords(count * size)) return nullptr;
  void* block = __real_calloc(count, size);
  patrol::charge(block);
  return block;
}

void* __wrap_realloc(void* block, std::size_t size) {
  if (!patrol::affords(size)) return nullptr;
  const std::size_t before = block != nullptr ? ::malloc_usable_size(block) : 0;
  void* moved = __real_realloc(block, size);
  if (moved == nullptr && size != 0) return nullptr;
  patrol::credit(before);
  patrol::charge(moved);
  return moved;
}

void __wrap_free(void* block) {
  if (block != nullptr) patrol::credit(::malloc_usable_size(block));
  __real_free(block);
}

}  // extern "C"
// NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming)

// Bytes that a vector engine may read past.
//
// Debian's Hyperscan 5.4.0 loads whole vectors and, on CPUs with AVX512-VBMI,
// reads up to 64 bytes past the end of what it was given; if the next page is
// not mapped the program dies. So whatever is scanned lies in a buffer with
// kPadding readable bytes after its end:
//
//   data()                      data()+size()          data()+size()+kPadding
//   | bytes . . . . . . . . . . | zeros, never matched |
//
// tests/unit/detect/prefilter_test.cc puts such buffers before a guard page.
#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>

namespace patrol {

inline constexpr std::size_t kPadding = 64;

// A fixed block of memory, reused from blob to blob by one thread.
class Buffer {
 public:
  explicit Buffer(std::size_t capacity)
      : capacity_(capacity), bytes_(new char[capacity + kPadding]) {}

  char* data() { return bytes_.get(); }
  std::size_t capacity() const { return capacity_; }

  // The first `size` bytes, with the padding after them zeroed.
  // REQUIRES: size <= capacity().
  std::string_view view(std::size_t size) {
    std::memset(bytes_.get() + size, 0, kPadding);
    return {bytes_.get(), size};
  }

 private:
  std::size_t capacity_;
  std::unique_ptr<char[]> bytes_;  // left uninitialised: read() fills it
};

// A copy of `text` that may be scanned: for tests and small texts.
class PaddedCopy {
 public:
  explicit PaddedCopy(std::string_view text) : buffer_(text.size()) {
    if (!text.empty()) std::memcpy(buffer_.data(), text.data(), text.size());
    view_ = buffer_.view(text.size());
  }
  std::string_view view() const { return view_; }

 private:
  Buffer buffer_;
  std::string_view view_;
};

}  // namespace patrol

// A file of the object store, mapped: packs and their indexes, which git writes
// once and never changes, so that nothing can cut them while they are read.
//
// Mapped pages count as memory of the process as long as they are mapped. A
// pack of half a gigabyte is read once from end to end, so what was passed is
// given back now and then; the file cache keeps it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "scanner/core/result.h"

namespace patrol {

class MappedFile {
 public:
  // A regular file; anything else is an error, and nothing is waited for.
  static Result<MappedFile> open(const std::string& path);

  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&& other) noexcept;
  ~MappedFile();

  // Valid as long as *this. Threads may share it.
  std::string_view bytes() const { return {data_, size_}; }

  // Gives the pages back that were looked at. They come again when they are
  // needed, so this may be called at any time and from any thread.
  void give_back() const;

 private:
  MappedFile(const char* data, std::size_t size) : data_(data), size_(size) {}

  const char* data_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace patrol

// A bound on what libarchive and the decompressors take from malloc().
//
// Headers of archives say how large a window is to be allocated, and nothing
// in libarchive doubts them: 40 bytes of .7z or .xz make it ask for 4 GiB. No
// function of it takes an allocator either. But these libraries are linked
// statically, so the linker can put functions of ours in the place of the
// malloc() that they call (ld --wrap, set in CMakeLists.txt). Those count what
// the thread took while an ArchiveMemory is alive and return null beyond its
// limit, which all of them report as an error.
//
// C++'s own operator new, and the shared libraries, are not affected.
#pragma once

#include <cstddef>

namespace patrol {

// While it lives, the thread that made it can allocate `limit` bytes more
// through the C libraries that are linked statically. One a thread.
class ArchiveMemory {
 public:
  explicit ArchiveMemory(std::size_t limit);
  ~ArchiveMemory();
  ArchiveMemory(const ArchiveMemory&) = delete;
  ArchiveMemory& operator=(const ArchiveMemory&) = delete;

  // On this thread an allocation was refused since the last call of this.
  static bool take_refused();
};

}  // namespace patrol

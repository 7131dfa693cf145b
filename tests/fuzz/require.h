// What a fuzz target asserts, in every build: assert() is gone in some.
#pragma once

#include <cstdio>
#include <cstdlib>

namespace patrol {

inline void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "violated: %s\n", what);
  std::abort();
}

}  // namespace patrol

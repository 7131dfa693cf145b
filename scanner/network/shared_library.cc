#include "scanner/network/shared_library.h"

#include <dlfcn.h>

namespace patrol {

void* load_library(std::span<const char* const> names) {
  for (const char* name : names) {
    if (void* library = ::dlopen(name, RTLD_NOW | RTLD_LOCAL)) return library;
  }
  return nullptr;
}

void* find_function(void* library, const char* name) {
  return ::dlsym(library, name);
}

}  // namespace patrol

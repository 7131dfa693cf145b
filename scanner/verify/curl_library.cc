#include "scanner/verify/curl_library.h"

#include <dlfcn.h>

namespace patrol {
namespace {

constexpr const char* kNames[] = {"libcurl.so.4", "libcurl-gnutls.so.4"};

void* open_library() {
  for (const char* name : kNames) {
    if (void* library = ::dlopen(name, RTLD_NOW | RTLD_LOCAL)) return library;
  }
  return nullptr;
}

template <typename Function>
bool take(void* library, const char* name, Function*& to) {
  to = reinterpret_cast<Function*>(::dlsym(library, name));
  return to != nullptr;
}

Result<CurlLibrary> load() {
  void* library = open_library();
  if (library == nullptr) {
    return Error{"libcurl.so.4 is not there: install libcurl4"};
  }
  CurlLibrary curl;
  const bool has_all =
      take(library, "curl_global_init", curl.global_init) &&
      take(library, "curl_easy_init", curl.easy_init) &&
      take(library, "curl_easy_setopt", curl.easy_setopt) &&
      take(library, "curl_easy_getinfo", curl.easy_getinfo) &&
      take(library, "curl_easy_cleanup", curl.easy_cleanup) &&
      take(library, "curl_easy_strerror", curl.easy_strerror) &&
      take(library, "curl_slist_append", curl.slist_append) &&
      take(library, "curl_slist_free_all", curl.slist_free_all) &&
      take(library, "curl_multi_init", curl.multi_init) &&
      take(library, "curl_multi_setopt", curl.multi_setopt) &&
      take(library, "curl_multi_cleanup", curl.multi_cleanup) &&
      take(library, "curl_multi_add_handle", curl.multi_add_handle) &&
      take(library, "curl_multi_remove_handle", curl.multi_remove_handle) &&
      take(library, "curl_multi_perform", curl.multi_perform) &&
      take(library, "curl_multi_poll", curl.multi_poll) &&
      take(library, "curl_multi_info_read", curl.multi_info_read);
  if (!has_all || curl.global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
    return Error{"libcurl.so.4 is too old"};
  }
  return curl;
}

}  // namespace

Result<const CurlLibrary*> curl_library() {
  static const Result<CurlLibrary> kLoaded = load();
  if (!kLoaded) return kLoaded.error();
  return &*kLoaded;
}

}  // namespace patrol

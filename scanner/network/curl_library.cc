#include "scanner/network/curl_library.h"

#include "scanner/network/shared_library.h"

namespace patrol {
namespace {

constexpr const char* kNames[] = {"libcurl.so.4", "libcurl-gnutls.so.4"};

Result<CurlLibrary> load() {
  void* library = load_library(kNames);
  if (library == nullptr) {
    return Error{"libcurl.so.4 is not there: install libcurl4"};
  }
  CurlLibrary curl;
  const bool has_all =
      take_function(library, "curl_global_init", curl.global_init) &&
      take_function(library, "curl_easy_init", curl.easy_init) &&
      take_function(library, "curl_easy_setopt", curl.easy_setopt) &&
      take_function(library, "curl_easy_perform", curl.easy_perform) &&
      take_function(library, "curl_easy_send", curl.easy_send) &&
      take_function(library, "curl_easy_recv", curl.easy_recv) &&
      take_function(library, "curl_easy_getinfo", curl.easy_getinfo) &&
      take_function(library, "curl_easy_cleanup", curl.easy_cleanup) &&
      take_function(library, "curl_easy_strerror", curl.easy_strerror) &&
      take_function(library, "curl_slist_append", curl.slist_append) &&
      take_function(library, "curl_slist_free_all", curl.slist_free_all) &&
      take_function(library, "curl_multi_init", curl.multi_init) &&
      take_function(library, "curl_multi_setopt", curl.multi_setopt) &&
      take_function(library, "curl_multi_cleanup", curl.multi_cleanup) &&
      take_function(library, "curl_multi_add_handle", curl.multi_add_handle) &&
      take_function(library, "curl_multi_remove_handle",
                    curl.multi_remove_handle) &&
      take_function(library, "curl_multi_perform", curl.multi_perform) &&
      take_function(library, "curl_multi_poll", curl.multi_poll) &&
      take_function(library, "curl_multi_info_read", curl.multi_info_read);
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

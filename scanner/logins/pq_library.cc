#include "scanner/logins/pq_library.h"

#include "scanner/network/shared_library.h"

namespace patrol {
namespace {

constexpr const char* kNames[] = {"libpq.so.5"};

Result<PqLibrary> load() {
  void* library = load_library(kNames);
  if (library == nullptr) return Error{"libpq is not installed"};
  PqLibrary pq;
  const bool has_all =
      take_function(library, "PQconnectStartParams", pq.connect_start) &&
      take_function(library, "PQconnectPoll", pq.connect_poll) &&
      take_function(library, "PQsocket", pq.socket) &&
      take_function(library, "PQstatus", pq.status) &&
      take_function(library, "PQsetErrorVerbosity", pq.set_error_verbosity) &&
      take_function(library, "PQerrorMessage", pq.error_message) &&
      take_function(library, "PQconnectionUsedPassword", pq.used_password) &&
      take_function(library, "PQserverVersion", pq.server_version) &&
      take_function(library, "PQfinish", pq.finish);
  if (!has_all) return Error{"libpq is too old"};
  return pq;
}

}  // namespace

Result<const PqLibrary*> pq_library() {
  static const Result<PqLibrary> kLoaded = load();
  if (!kLoaded) return kLoaded.error();
  return &*kLoaded;
}

}  // namespace patrol

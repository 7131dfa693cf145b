#include "scanner/logins/mariadb_library.h"

#include "scanner/network/shared_library.h"

namespace patrol {
namespace {

constexpr const char* kNames[] = {"libmariadb.so.3"};

Result<MariadbLibrary> load() {
  void* library = load_library(kNames);
  if (library == nullptr) return Error{"libmariadb is not installed"};
  MariadbLibrary db;
  const bool has_all =
      take_function(library, "mysql_server_init", db.server_init) &&
      take_function(library, "mysql_init", db.init) &&
      take_function(library, "mysql_options", db.options) &&
      take_function(library, "mysql_real_connect_start", db.connect_start) &&
      take_function(library, "mysql_real_connect_cont", db.connect_cont) &&
      take_function(library, "mysql_get_socket", db.get_socket) &&
      take_function(library, "mysql_errno", db.error_number) &&
      take_function(library, "mysql_get_server_version", db.server_version) &&
      take_function(library, "mysql_get_server_info", db.server_info) &&
      take_function(library, "mysql_close", db.close);
  // Before threads call it: it is not made for that.
  if (!has_all || db.server_init(0, nullptr, nullptr) != 0) {
    return Error{"libmariadb is too old"};
  }
  return db;
}

}  // namespace

Result<const MariadbLibrary*> mariadb_library() {
  static const Result<MariadbLibrary> kLoaded = load();
  if (!kLoaded) return kLoaded.error();
  return &*kLoaded;
}

}  // namespace patrol

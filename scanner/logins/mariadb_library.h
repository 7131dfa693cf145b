// libmariadb, the client of MariaDB and MySQL, loaded when the first login is
// tried: most who scan never ask a database. logins/mysql_login.cc is its only
// user.
#pragma once

#include <mysql.h>

#include "scanner/core/result.h"

namespace patrol {

// The functions of it that are used. No secrets, no state.
struct MariadbLibrary {
  decltype(&::mysql_server_init) server_init;
  decltype(&::mysql_init) init;
  decltype(&::mysql_options) options;
  decltype(&::mysql_real_connect_start) connect_start;
  decltype(&::mysql_real_connect_cont) connect_cont;
  decltype(&::mysql_get_socket) get_socket;
  decltype(&::mysql_errno) error_number;
  decltype(&::mysql_get_server_version) server_version;
  decltype(&::mysql_get_server_info) server_info;
  decltype(&::mysql_close) close;
};

// Loaded once, for as long as the program lives. Thread-safe.
// Error: it is not installed, or too old.
Result<const MariadbLibrary*> mariadb_library();

}  // namespace patrol

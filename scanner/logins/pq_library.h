// libpq, PostgreSQL's client, loaded when the first login is tried: most who
// scan never ask a database. logins/postgresql_login.cc is its only user.
#pragma once

#include <libpq-fe.h>

#include "scanner/core/result.h"

namespace patrol {

// The functions of it that are used. No secrets, no state.
struct PqLibrary {
  decltype(&::PQconnectStartParams) connect_start;
  decltype(&::PQconnectPoll) connect_poll;
  decltype(&::PQsocket) socket;
  decltype(&::PQstatus) status;
  decltype(&::PQsetErrorVerbosity) set_error_verbosity;
  decltype(&::PQerrorMessage) error_message;
  decltype(&::PQconnectionUsedPassword) used_password;
  decltype(&::PQserverVersion) server_version;
  decltype(&::PQfinish) finish;
};

// Loaded once, for as long as the program lives. Thread-safe.
// Error: it is not installed, or too old.
Result<const PqLibrary*> pq_library();

}  // namespace patrol

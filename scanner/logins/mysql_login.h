// Does a password open a MariaDB or MySQL server? A connection is opened and
// closed, and no query sent.
//
//   in                           live
//   1045                         dead: wrong for this user, from this machine
//   1044, 1049                   restricted: the database is not his, or none
//   1203, 1226, 1820, 1862,      restricted: too often in, must be changed,
//   3118, 4151                   expired, locked
//   else                         unknown
//
// The library reads no file of the user's unless it is told to. Of the ways to
// log in that a server may ask for, those are followed that send a password to
// nobody who could read it.
// Source: MariaDB's manual, "Error Code Reference" and "Using the Non-blocking
// Library"; MySQL's error reference.
#pragma once

#include <string>

#include "scanner/logins/login.h"
#include "scanner/logins/patience.h"

namespace patrol {

// `ca_file`: trusted instead of the system's authorities; empty: those.
Verification mysql_login(const LoginRequest& request,
                         const std::string& ca_file, const Patience& patience);

// What an error's number means for the password, for tests.
Verification meaning_of_mysql_error(const LoginRequest& request,
                                    unsigned number);

}  // namespace patrol

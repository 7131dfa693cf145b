// Does a password open a PostgreSQL server (CockroachDB, Redshift, PgBouncer
// …)? A connection is opened and closed, and no query sent.
//
//   in                                         live
//   in, or refused, without being asked for it unknown: it was not looked at
//   28P01                                      dead
//   3D000, 42501, 53300, 55000                 restricted: such a database is
//                                              not there, not his, full, shut
//   28000, else                                unknown: this host or user may
//                                              not, whatever the password
//
// libpq takes what is not said from variables (PGHOSTADDR, PGSERVICE …) and
// from files of the user: his passwords, certificates, services. Here all is
// said. The variables it reads are taken away before (login_client.cc), as some
// cannot be outvoted. Source: PostgreSQL's manual, "Database Connection Control
// Functions" and "PostgreSQL Error Codes".
#pragma once

#include <string>
#include <string_view>

#include "scanner/logins/login.h"
#include "scanner/logins/patience.h"

namespace patrol {

// `ca_file`: trusted instead of the system's authorities; empty: those.
Verification postgresql_login(const LoginRequest& request,
                              const std::string& ca_file,
                              const Patience& patience);

// What libpq's message at PQERRORS_SQLSTATE means for the password, for tests.
// It may hold several lines, one for each try. `asked`: the server wanted one.
Verification meaning_of_pq_error(const LoginRequest& request,
                                 std::string_view message, bool asked);

}  // namespace patrol

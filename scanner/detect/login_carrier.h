// The login that a password is part of, for rules that know it by its own form
// wherever it stands:
//
//   mysql://app:PASSWORD@db.shop-nl.net:3306/orders
//   db.shop-nl.net:5432:orders:app:PASSWORD              a line of a .pgpass
//
// Source: RFC 3986; PostgreSQL's manual, "The Password File".
#pragma once

#include "scanner/core/finding.h"
#include "scanner/detect/context.h"

namespace patrol {

// carrier = "url". Facts: those of the structure url-login (login.h), of hosts
// that are no sample.
void read_url_carrier(const Place& secret, Facts& facts);

// carrier = "pgpass". Facts: host, port, database, user, scheme.
void read_pgpass_carrier(const Place& secret, Facts& facts);

}  // namespace patrol

// Connection strings: names and values of one statement, of which one is the
// secret and the others say what it opens.
//
//   DefaultEndpointsProtocol=https;AccountName=orders;AccountKey=…;
//   Endpoint=sb://orders.servicebus.windows.net/;SharedAccessKeyName=root;…
//   Server=tcp:db.contoso.com,1433;Initial Catalog=shop;User ID=app;Password=…
//
// The names come in any order, in any case, with spaces in them or not. The
// statement ends at a quote, a line end or '<' (XML), at kStatementBytes at the
// latest.
//
// Keys that Microsoft publishes with its emulators are dropped: they stand in
// thousands of repositories and open nothing.
// Source: the connection string pages of each service on learn.microsoft.com.
//
// Pure function; thread-safe; linear time.
#pragma once

#include <optional>

#include "scanner/core/finding.h"
#include "scanner/detect/structure.h"

namespace patrol {

// structure = "connection-string". Facts, as far as the statement has them:
// account, host, port, database, user, tls, policy, entity; and scheme, where a
// name tells which database it is.
// A rule with human_chosen is about a password, and wants a host and a user or
// database beside it; any other is about a key drawn at random.
std::optional<Facts> read_connection_string(const Matched&, const Rule&);

}  // namespace patrol

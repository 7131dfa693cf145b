// A user name and a password in one text: in a URL, or in base64 in the header
// of HTTP's Basic scheme.
//
//   postgres://app:9f…Lq@db.contoso.com:5432/orders
//   scheme     user pass-  host
//                   word
//
//   Authorization: Basic YXBwOjlm…         "app:9f…"
//
// Passwords of manuals and templates are dropped (password.h), and so are
// those for hosts that are nobody's: RFC 2606 reserves example.com and its kin
// for documentation. What leads to the same machine or to a host without a dot
// (localhost, a name of docker-compose.yml) opens nothing to an outsider who
// has the repository alone, and is the field's most frequent false alarm; such
// logins are dropped too.
//
// A header says no host. Where the request around it goes to nobody, and where
// the password is one short word ("aladdin:opensesame" of RFC 7617), it is in
// doubt, not dropped: people have such passwords.
// Sources: RFC 3986, section 3.2.1; RFC 7617.
//
// Pure functions; thread-safe; linear time.
#pragma once

#include <optional>
#include <string_view>

#include "scanner/core/finding.h"
#include "scanner/detect/structure.h"

namespace patrol {

// structure = "url-login": `://user:PASSWORD@host`. Facts: user, host, scheme;
// of a database or a queue also port, database and tls (how the query says
// that the connection is encrypted), where the URL has them, as they are
// written.
std::optional<Facts> read_url_login(const Matched&, const Rule&);

// structure = "basic-login": the credentials of an Authorization header. Fact:
// user.
std::optional<Facts> read_basic_login(std::string_view secret, const Rule&);
bool is_doubtful_login(const Matched&);

}  // namespace patrol

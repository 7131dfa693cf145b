// Does the password of a connection string open what the string leads to? Its
// facts say what that is (detect/login.h, detect/connection_string.h): host,
// port, scheme, user, database, tls.
//
// Whose server it is, nobody knows but the user: it is asked where --allow-host
// names it, with its port where that is not the protocol's own, and nobody is
// otherwise. For what patrol does not speak (https, ftp, SQL Server),
// the verdict says so.
//
// Pure; the login itself is login_client.h's.
#pragma once

#include <cstdint>
#include <memory>

#include "scanner/verify/inquiry.h"

namespace patrol {

enum class WrittenAs : std::uint8_t {
  kUrl,    // user, password and database are percent-encoded
  kPlain,  // Name=value;
};

// The arguments must outlive it.
std::unique_ptr<Inquiry> database_login_inquiry(const Subject& subject,
                                                const VerifyPolicy& policy,
                                                WrittenAs written);

}  // namespace patrol

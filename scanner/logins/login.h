// A login to a database or a queue with a password that was found: what is
// asked. What comes of it is the verdict (login_client.h).
#pragma once

#include <cstdint>
#include <string>

#include "scanner/core/verification.h"

namespace patrol {

enum class LoginProtocol : std::uint8_t {
  kPostgresql,
  kMysql,  // MariaDB, too
  kRedis,
  kAmqp,  // 0-9-1: RabbitMQ
  kMongodb,
};

// How the connection is encrypted. Certificates are those of --ca-file, or the
// system's.
enum class LoginTls : std::uint8_t {
  kOff,
  kPrefer,   // where the server can; its certificate is not looked at
  kRequire,  // likewise, or not at all
  kVerifyAuthority,
  kVerifyHost,  // the authority, and that the certificate is the host's
};

// Those of the system, for libraries that have to be told: Debian's and
// Ubuntu's.
inline constexpr const char* kSystemAuthorities =
    "/etc/ssl/certs/ca-certificates.crt";

// It holds a password: it is never printed. No text has a NUL in it.
struct LoginRequest {
  LoginProtocol protocol = LoginProtocol::kPostgresql;
  std::string host = {};  // lower case
  std::uint16_t port = 0;
  std::string user = {};  // empty: there is none (Redis)
  std::string password = {};
  std::string database = {};  // or virtual host; of MongoDB, that which knows
                              // the user; empty: none is named
  LoginTls tls = LoginTls::kPrefer;

  std::string place() const { return host + ":" + std::to_string(port); }
};

// The password is right. `server`: "PostgreSQL 15.6".
Verification logged_in(const LoginRequest& request, const std::string& server);

// The password is right, and the server lets nobody in with it; `why`: in the
// server's code, not in its words, since those may repeat what was sent.
Verification let_in_nowhere(const LoginRequest& request,
                            const std::string& why);

// The password is wrong.
Verification refused(const std::string& why);

}  // namespace patrol

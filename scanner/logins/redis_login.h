// Does a password open a Redis server (Valkey, KeyDB …)? Its protocol, RESP, is
// lines: AUTH, and PING, which changes nothing.
//
//   answer to AUTH                          means
//   +OK                                     live, once PING is answered
//   -WRONGPASS …, -ERR invalid password     dead
//   -ERR … without any password configured  anybody is let in: unknown
//   -ERR wrong number of arguments          older than Redis 6, which knows no
//                                           users: asked without
//   else                                    unknown
//
//   answer to PING: -NOPERM                 the user may not even that:
//                                           restricted
//
// Many clients take the user of a URL for nothing, as Redis had none for long.
// So a password that is wrong for that user is tried for the default one.
// Source: redis.io, "AUTH", "ACL", "Redis serialization protocol".
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scanner/logins/login.h"
#include "scanner/logins/patience.h"
#include "scanner/network/curl_library.h"
#include "scanner/network/http_client.h"

namespace patrol {

Verification redis_login(const CurlLibrary& curl, const LoginRequest& request,
                         const HttpOptions& options, const Patience& patience);

// A command as it is sent, for tests: {"AUTH", "a b"} is
// "*2\r\n$4\r\nAUTH\r\n$3\r\na b\r\n".
std::string redis_command(const std::vector<std::string_view>& words);

}  // namespace patrol

// Does a password open a queue that speaks AMQP 0-9-1 (RabbitMQ, LavinMQ)? The
// beginning of its conversation, in frames of methods:
//
//   patrol                        server
//   "AMQP" 0 0 9 1
//                                 Start      mechanisms, product, version
//   Start-Ok   PLAIN \0user\0password
//                                 Tune                 live, or
//                                 Close 403            dead
//   Tune-Ok, Open virtual host
//                                 Open-Ok              live
//                                 Close                restricted: not there
//   Close
//
// No channel is opened, nothing declared or read. RabbitMQ refuses "guest" from
// another machine with the same 403, whatever the password: unknown.
// Source: AMQP 0-9-1, sections 2.2.4, 2.3.5 and 4.2; RabbitMQ's manual, "Access
// Control" and "Authentication Failure Notification".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "scanner/logins/login.h"
#include "scanner/logins/patience.h"
#include "scanner/network/curl_library.h"
#include "scanner/network/http_client.h"

namespace patrol {

Verification amqp_login(const CurlLibrary& curl, const LoginRequest& request,
                        const HttpOptions& options, const Patience& patience);

// ---- For tests --------------------------------------------------------------

// A method that a server sent: its class and number, and its arguments.
struct AmqpMethod {
  std::uint16_t kind = 0;
  std::uint16_t number = 0;
  std::string arguments = {};
};

// Takes the first frame off `bytes`, if it is there whole.
std::optional<AmqpMethod> take_amqp_method(std::string& bytes);

// "RabbitMQ 3.10.8", as the arguments of Start say it; "AMQP": they do not.
std::string amqp_server(std::string_view start);

}  // namespace patrol

// Logins, a few at a time, each in a thread of its own, since the libraries of
// databases look up names while everything waits. They come after what is asked
// over HTTP (verifier.h), so that a server that does not answer keeps no other
// waiting.
//
//   LoginClient client(curl, options);
//   client.ask(request, [](const Verification& verdict) { … });   // queued
//   client.run(stop);                     // until all are answered
//
// A login takes kRequestTime at most, but for the time that the system takes to
// look up a name. Where kMostFailures in a row get no verdict from a server,
// the rest of that server's are not tried. Each is tried once: some servers
// lock out who is wrong too often.
//
// Through a proxy go those whose connection is libcurl's (Redis, AMQP,
// MongoDB); the libraries of databases know none.
#pragma once

#include <atomic>
#include <functional>
#include <memory>

#include "scanner/logins/login.h"
#include "scanner/network/http_client.h"

namespace patrol {

struct CurlLibrary;

inline constexpr std::size_t kLoginsAtOnce = 4;

class LoginClient {
 public:
  using Done = std::function<void(const Verification&)>;

  // The arguments must outlive it.
  LoginClient(const CurlLibrary& curl, const HttpOptions& options);
  ~LoginClient();
  LoginClient(const LoginClient&) = delete;
  LoginClient& operator=(const LoginClient&) = delete;

  // `done` is called once, by run(), one at a time, in any of its threads.
  void ask(LoginRequest request, Done done);

  // Until nothing is left, or `stop` is set: then all that is left is unknown.
  void run(const std::atomic<bool>& stop);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace patrol

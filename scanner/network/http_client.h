// Requests to providers, many at a time, over HTTPS, by libcurl
// (curl_library.h).
//
//   HttpClient client(curl, options);
//   client.ask(request, [](const HttpOutcome& outcome) { … });   // queued
//   client.run(stop);                     // until all are answered
//
// What it holds to, whatever a server does:
//
// - https alone, certificates verified, no redirect followed, no cookie kept,
//   nothing taken from .netrc.
// - A connection is made to public addresses only (address.h), unless the user
//   allowed the host. With a proxy, which the user named, the proxy resolves
//   the name.
// - kAtOnce requests at a time, kAtOncePerHost to one host. 429 and 503 are
//   tried again after what Retry-After says, others of that host wait as long;
//   a connection that fails is tried once more. Where kMostFailures in a row
//   fail, the rest of that host's are not tried.
// - A request takes kRequestTime at most, an answer has the sizes of http.h.
//
// One thread's.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "scanner/network/http.h"
#include "scanner/network/proxy.h"

namespace patrol {

struct CurlLibrary;

inline constexpr std::size_t kAtOnce = 16;
inline constexpr std::size_t kAtOncePerHost = 4;
inline constexpr std::chrono::seconds kConnectTime{5};
inline constexpr std::chrono::seconds kRequestTime{10};
// A server that wants to be left alone for longer is left alone.
inline constexpr std::chrono::seconds kLongestWait{30};
inline constexpr std::chrono::seconds kWaitUnsaid{
    2};  // it does not say how long
inline constexpr int kMostTries = 3;
inline constexpr int kMostFailures = 3;

struct HttpOptions {
  std::string ca_file = {};     // trusted instead of the system's; empty: those
  std::string user_agent = {};  // "patrol/1.0"
  GetVariable variables;        // of the environment; REQUIRES: not null
};

class HttpClient {
 public:
  using Done = std::function<void(const HttpOutcome&)>;

  HttpClient(const CurlLibrary& curl, HttpOptions options);
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  // `done` is called once, by run(), and may ask more.
  void ask(HttpRequest request, Done done);

  // Until nothing is left, or `stop` is set: then all that is left fails.
  void run(const std::atomic<bool>& stop);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace patrol

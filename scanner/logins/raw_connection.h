// Bytes to a server and back, for protocols that are no HTTP and so small that
// a library for each would be more: libcurl connects, encrypts, checks the
// certificate and finds the way through a proxy, as for HTTP, and then gets out
// of the way (CURLOPT_CONNECT_ONLY).
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "scanner/core/result.h"
#include "scanner/logins/login.h"
#include "scanner/logins/patience.h"
#include "scanner/network/curl_library.h"
#include "scanner/network/http_client.h"

namespace patrol {

class RawConnection {
 public:
  // The arguments must outlive it. Encrypted, and the certificate checked,
  // where the login says more of TLS than kPrefer; else not encrypted. Error:
  // why there is none; holds no secret.
  static Result<RawConnection> open(const CurlLibrary& curl,
                                    const LoginRequest& to,
                                    const HttpOptions& options,
                                    const Patience& patience);

  // All of it. False: the connection is gone, or patience is.
  bool send(std::string_view bytes);

  // Sends `bytes` and gives what answers them: take(std::string& unread) cuts
  // an answer off what has come in, or gives nullopt while it is not whole.
  // nullopt: the connection is gone, patience is, or the answer has no end.
  template <typename Take>
  auto ask(std::string_view bytes, Take take) {
    auto answer = send(bytes) ? take(unread_) : std::nullopt;
    while (!answer && unread_.size() <= kLongestAnswer && receive()) {
      answer = take(unread_);
    }
    return answer;
  }

  // Why ask() gave nothing.
  Verification no_answer() const;

 private:
  static constexpr std::size_t kLongestAnswer = std::size_t{64} << 10;

  struct FreeEasy {
    const CurlLibrary* curl;
    void operator()(CURL* easy) const { curl->easy_cleanup(easy); }
  };

  RawConnection(const CurlLibrary& curl, const Patience& patience)
      : curl_(&curl), patience_(&patience), easy_(curl.easy_init(), {&curl}) {}
  void set_options(const LoginRequest& to, const HttpOptions& options);
  bool receive();  // at least a byte; false as send()

  const CurlLibrary* curl_;
  const Patience* patience_;
  std::unique_ptr<CURL, FreeEasy> easy_;
  curl_socket_t socket_ = CURL_SOCKET_BAD;
  std::string unread_;
};

}  // namespace patrol

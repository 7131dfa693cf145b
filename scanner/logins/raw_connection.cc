#include "scanner/logins/raw_connection.h"

#include <poll.h>

#include "scanner/network/proxy.h"

namespace patrol {
namespace {

int is_to_end(void* patience, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<const Patience*>(patience)->is_over() ? 1 : 0;
}

}  // namespace

Result<RawConnection> RawConnection::open(const CurlLibrary& curl,
                                          const LoginRequest& to,
                                          const HttpOptions& options,
                                          const Patience& patience) {
  RawConnection connection(curl, patience);
  connection.set_options(to, options);
  CURL* easy = connection.easy_.get();
  if (const CURLcode code = curl.easy_perform(easy); code != CURLE_OK) {
    return Error{curl.easy_strerror(code)};  // a fixed text
  }
  curl.easy_getinfo(easy, CURLINFO_ACTIVESOCKET, &connection.socket_);
  if (connection.socket_ == CURL_SOCKET_BAD) return Error{"no connection"};
  return connection;
}

void RawConnection::set_options(const LoginRequest& to,
                                const HttpOptions& options) {
  const auto set = [&](CURLoption option, auto value) {
    curl_->easy_setopt(easy_.get(), option, value);
  };
  const bool is_encrypted = to.tls > LoginTls::kPrefer;
  const std::string url =
      (is_encrypted ? "https://" : "http://") + to.place() + "/";
  set(CURLOPT_URL, url.c_str());
  set(CURLOPT_CONNECT_ONLY, 1L);
  set(CURLOPT_PROTOCOLS_STR, "http,https");
  set(CURLOPT_SSL_ENABLE_ALPN, 0L);  // what follows is no HTTP
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_PROXY, proxy_for(to.host, options.variables).c_str());
  set(CURLOPT_HTTPPROXYTUNNEL, 1L);
  set(CURLOPT_CONNECTTIMEOUT_MS,
      static_cast<long>(kConnectTime.count() * 1000));
  if (!options.ca_file.empty()) {
    set(CURLOPT_CAINFO, options.ca_file.c_str());
    set(CURLOPT_CAPATH, static_cast<const char*>(nullptr));
  }
  set(CURLOPT_NOPROGRESS, 0L);
  set(CURLOPT_XFERINFOFUNCTION, is_to_end);
  set(CURLOPT_XFERINFODATA, static_cast<const void*>(patience_));
}

bool RawConnection::send(std::string_view bytes) {
  while (!bytes.empty()) {
    std::size_t sent = 0;
    const CURLcode code =
        curl_->easy_send(easy_.get(), bytes.data(), bytes.size(), &sent);
    if (code != CURLE_OK && code != CURLE_AGAIN) return false;
    bytes.remove_prefix(sent);
    if (code == CURLE_AGAIN && patience_->wait(socket_, POLLOUT) == 0) {
      return false;
    }
  }
  return true;
}

Verification RawConnection::no_answer() const {
  return unknown(patience_->is_over() ? patience_->reason()
                                      : "the server broke off");
}

bool RawConnection::receive() {
  char bytes[4096];
  while (!patience_->is_over()) {
    std::size_t size = 0;
    const CURLcode code =
        curl_->easy_recv(easy_.get(), bytes, sizeof bytes, &size);
    if (code == CURLE_OK) {
      unread_.append(bytes, size);
      return size > 0;
    }
    if (code != CURLE_AGAIN) return false;
    if (patience_->wait(socket_, POLLIN) == 0) return false;
  }
  return false;
}

}  // namespace patrol

// A request to a provider and what came back, without a library's types.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace patrol {

// What is asked. It holds a secret: it is never printed.
struct HttpRequest {
  std::string method = "GET";
  std::string host;  // lower case; with ":port" where that is not 443
  std::string path;  // with its query, begins with '/'
  std::vector<std::string> headers = {};  // "Name: value", no control bytes
  std::string body = {};
  // The provider's host may be in a private network: the user named it.
  bool may_be_private = false;
};

struct HttpAnswer {
  std::uint32_t status = 0;
  std::vector<std::pair<std::string, std::string>> headers = {};  // as sent
  std::string body = {};

  // The first with this name, in any case; empty: there is none.
  std::string_view header(std::string_view name) const;
};

// Either an answer or why there is none: one line, without a secret, a URL or
// what the server wrote.
struct HttpOutcome {
  std::optional<HttpAnswer> answer;
  std::string failure = {};
};

// Bytes of an answer's body, and of all its headers: a verdict needs less.
inline constexpr std::size_t kLargestBody = std::size_t{1} << 20;
inline constexpr std::size_t kLargestHeaders = std::size_t{64} << 10;

}  // namespace patrol

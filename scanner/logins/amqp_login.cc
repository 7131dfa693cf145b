#include "scanner/logins/amqp_login.h"

#include <algorithm>
#include <utility>

#include "scanner/core/ascii.h"
#include "scanner/logins/raw_connection.h"

namespace patrol {
namespace {

constexpr std::size_t kLargestFrame = std::size_t{64} << 10;
constexpr std::size_t kFrameHead = 7;  // type, channel, size
constexpr char kMethodFrame = 1;
constexpr char kFrameEnd = '\xCE';
constexpr std::size_t kLongestName = 40;
constexpr std::size_t kLongestShort = 255;

constexpr std::uint16_t kConnection = 10;  // the class
enum Method : std::uint16_t {
  kStart = 10,
  kStartOk = 11,
  kTune = 30,
  kTuneOk = 31,
  kOpen = 40,
  kOpenOk = 41,
  kClose = 50,
};
constexpr unsigned kAccessRefused = 403;

// ---- Bytes ------------------------------------------------------------------

std::string number(std::uint32_t value, int bytes) {
  std::string out;
  while (bytes-- > 0) out += static_cast<char>(value >> 8 * bytes & 0xFF);
  return out;
}

// REQUIRES: they are there.
std::uint32_t number_at(std::string_view text, std::size_t at, int bytes) {
  std::uint32_t value = 0;
  for (; bytes > 0; --bytes, ++at) {
    value = value << 8 | static_cast<unsigned char>(text[at]);
  }
  return value;
}

std::string short_text(std::string_view text) {
  return number(static_cast<std::uint32_t>(text.size()), 1) + std::string(text);
}

std::string long_text(std::string_view text) {
  return number(static_cast<std::uint32_t>(text.size()), 4) + std::string(text);
}

std::string method(Method which, std::string_view arguments) {
  const std::string payload =
      number(kConnection, 2) + number(which, 2) + std::string(arguments);
  return kMethodFrame + number(0, 2) + long_text(payload) + kFrameEnd;
}

// Asks for a Close where the password is wrong; without it the connection just
// ends.
std::string client_properties() {
  const std::string capability =
      short_text("authentication_failure_close") + "t" + number(1, 1);
  return long_text(short_text("capabilities") + "F" + long_text(capability));
}

std::string start_ok(const LoginRequest& request) {
  const std::string login =
      std::string(1, '\0') + request.user + '\0' + request.password;
  return method(kStartOk, client_properties() + short_text("PLAIN") +
                              long_text(login) + short_text("en_US"));
}

// Takes the server's limits as they are; no heartbeats.
std::string tune_ok(std::string_view limits) {
  return method(kTuneOk, std::string(limits.substr(0, 6)) + number(0, 2));
}

std::string open_host(std::string_view name) {
  return method(kOpen, short_text(name) + short_text("") + number(0, 1));
}

std::string close_politely() {
  return method(kClose, number(200, 2) + short_text("") + number(0, 4));
}

// A text among the server's properties: NAME 'S' size text.
std::string property(std::string_view start, std::string_view name) {
  const std::string key = short_text(name) + "S";
  const std::size_t at = start.find(key);
  if (at == start.npos || start.size() - at - key.size() < 4) return {};
  const std::size_t size = number_at(start, at + key.size(), 4);
  const std::string_view text = start.substr(at + key.size() + 4);
  const bool is_plain =
      size <= std::min(text.size(), kLongestName) &&
      std::ranges::all_of(text.substr(0, size), [](char c) {
        return is_alnum(c) || c == '.' || c == '-' || c == '+';
      });
  return is_plain ? std::string(text.substr(0, size)) : std::string();
}

// ---- The conversation -------------------------------------------------------

class AmqpTalk {
 public:
  AmqpTalk(const LoginRequest& request, RawConnection connection)
      : request_(request), connection_(std::move(connection)) {}

  Verification run() {
    const auto start = say(std::string("AMQP\0\0\x09\x01", 8));
    if (!start) return connection_.no_answer();
    if (!is(*start, kStart) ||
        start->arguments.find("PLAIN") == std::string::npos) {
      return unknown("the server does not take a password by AMQP 0-9-1");
    }
    server_ = amqp_server(start->arguments);
    const auto answer = say(start_ok(request_));
    if (!answer) return connection_.no_answer();
    if (is(*answer, kTune)) return open_virtual_host(answer->arguments);
    return not_tuned(*answer);
  }

 private:
  static bool is(const AmqpMethod& told, Method which) {
    return told.kind == kConnection && told.number == which;
  }

  // "403"; empty: it is no Close.
  static std::string code_of(const AmqpMethod& told) {
    if (!is(told, kClose) || told.arguments.size() < 2) return {};
    return std::to_string(number_at(told.arguments, 0, 2));
  }

  Verification not_tuned(const AmqpMethod& answer) const {
    const std::string code = code_of(answer);
    if (code != std::to_string(kAccessRefused)) {
      return unknown("neither taken nor refused: " +
                     (code.empty() ? "another answer" : "close " + code));
    }
    if (request_.user == "guest") {
      return unknown("guest may be let in from its own machine alone");
    }
    return refused("close " + code);
  }

  Verification open_virtual_host(std::string_view limits) {
    const std::string name =
        request_.database.empty() ? "/" : request_.database;
    const auto answer = say(tune_ok(limits) + open_host(name));
    if (answer && is(*answer, kOpenOk)) connection_.send(close_politely());
    // Without an answer the password is no less right.
    const std::string code = answer ? code_of(*answer) : "";
    return code.empty() ? logged_in(request_, server_)
                        : let_in_nowhere(request_, "close " + code);
  }

  std::optional<AmqpMethod> say(std::string_view bytes) {
    return connection_.ask(bytes, take_amqp_method);
  }

  const LoginRequest& request_;
  RawConnection connection_;
  std::string server_;
};

}  // namespace

Verification amqp_login(const CurlLibrary& curl, const LoginRequest& request,
                        const HttpOptions& options, const Patience& patience) {
  if (request.database.size() > kLongestShort) {
    return unknown("no virtual host has so long a name");
  }
  auto connection = RawConnection::open(curl, request, options, patience);
  if (!connection) return unknown(connection.error().message);
  return AmqpTalk(request, *std::move(connection)).run();
}

std::optional<AmqpMethod> take_amqp_method(std::string& bytes) {
  if (bytes.size() < kFrameHead) return std::nullopt;
  const std::size_t size = number_at(bytes, 3, 4);
  const bool is_method =
      bytes[0] == kMethodFrame && size >= 4 && size <= kLargestFrame;
  if (!is_method) return AmqpMethod();  // "AMQP" and a version it prefers
  const std::size_t whole = kFrameHead + size + 1;
  if (bytes.size() < whole) return std::nullopt;
  AmqpMethod told{
      static_cast<std::uint16_t>(number_at(bytes, kFrameHead, 2)),
      static_cast<std::uint16_t>(number_at(bytes, kFrameHead + 2, 2)),
      bytes.substr(kFrameHead + 4, size - 4)};
  bytes.erase(0, whole);
  return told;
}

std::string amqp_server(std::string_view start) {
  const std::string product = property(start, "product");
  const std::string version = property(start, "version");
  if (product.empty()) return "AMQP";
  return version.empty() ? product : product + " " + version;
}

}  // namespace patrol

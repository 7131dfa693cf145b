#include "scanner/logins/redis_login.h"

#include <optional>

#include "scanner/logins/raw_connection.h"

namespace patrol {
namespace {

constexpr std::string_view kDefaultUser = "default";

enum class Auth : std::uint8_t {
  kAccepted,
  kWrong,
  kNotAsked,
  kNoUsers,
  kElse,
};

bool contains(std::string_view line, std::string_view part) {
  return line.find(part) != line.npos;
}

Auth meaning_of(std::string_view line) {
  if (line == "+OK") return Auth::kAccepted;
  if (line.starts_with("-WRONGPASS") ||
      line.starts_with("-ERR invalid password")) {
    return Auth::kWrong;
  }
  if (contains(line, "without any password configured") ||
      contains(line, "no password is set")) {
    return Auth::kNotAsked;
  }
  return contains(line, "wrong number of arguments") ? Auth::kNoUsers
                                                     : Auth::kElse;
}

std::optional<std::string> take_line(std::string& bytes) {
  const std::size_t end = bytes.find("\r\n");
  if (end == std::string::npos) return std::nullopt;
  std::string line = bytes.substr(0, end);
  bytes.erase(0, end + 2);
  return line;
}

class RedisTalk {
 public:
  RedisTalk(const LoginRequest& request, RawConnection connection)
      : request_(request), connection_(std::move(connection)) {}

  Verification run() {
    const bool has_user =
        !request_.user.empty() && request_.user != kDefaultUser;
    auto answer = has_user ? say({"AUTH", request_.user, request_.password})
                           : say({"AUTH", request_.password});
    if (!answer) return connection_.no_answer();
    Auth auth = meaning_of(*answer);
    if (has_user && (auth == Auth::kWrong || auth == Auth::kNoUsers)) {
      answer = say({"AUTH", request_.password});
      if (!answer) return connection_.no_answer();
      is_default_ = true;
      const Auth second = meaning_of(*answer);
      // The first answer stands where the second says nothing.
      auth =
          second == Auth::kAccepted || auth == Auth::kNoUsers ? second : auth;
    }
    return verdict(auth);
  }

 private:
  Verification verdict(Auth auth) {
    switch (auth) {
      case Auth::kAccepted:
        return ping();
      case Auth::kWrong:
        return refused("Redis does not know it");
      case Auth::kNotAsked:
        return unknown("the server asks for no password");
      case Auth::kNoUsers:
      case Auth::kElse:
        break;
    }
    return unknown("the answer is none of Redis to a password");
  }

  Verification ping() {
    const auto answer = say({"PING"});
    if (!answer) return connection_.no_answer();
    LoginRequest whose = request_;
    if (is_default_ || whose.user.empty()) whose.user = kDefaultUser;
    if (answer->starts_with("-NOPERM")) return let_in_nowhere(whose, "NOPERM");
    return logged_in(whose, "Redis");
  }

  // The line that answers.
  std::optional<std::string> say(const std::vector<std::string_view>& words) {
    return connection_.ask(redis_command(words), take_line);
  }

  const LoginRequest& request_;
  RawConnection connection_;
  bool is_default_ = false;  // the password was tried without the user
};

}  // namespace

Verification redis_login(const CurlLibrary& curl, const LoginRequest& request,
                         const HttpOptions& options, const Patience& patience) {
  auto connection = RawConnection::open(curl, request, options, patience);
  if (!connection) return unknown(connection.error().message);
  return RedisTalk(request, *std::move(connection)).run();
}

std::string redis_command(const std::vector<std::string_view>& words) {
  std::string out = "*" + std::to_string(words.size()) + "\r\n";
  for (const std::string_view word : words) {
    out += "$" + std::to_string(word.size()) + "\r\n";
    out.append(word).append("\r\n");
  }
  return out;
}

}  // namespace patrol

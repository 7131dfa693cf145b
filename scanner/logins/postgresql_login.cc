#include "scanner/logins/postgresql_login.h"

#include <poll.h>

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "scanner/core/ascii.h"
#include "scanner/logins/pq_library.h"

namespace patrol {
namespace {

// A file that nobody can have: libpq reads none in its place.
constexpr const char* kNoFile = "/dev/null/none";

constexpr std::size_t kStateSize = 5;
constexpr std::string_view kWrongPassword = "28P01";
// What is said once the password was found right.
constexpr std::string_view kNotLetIn[] = {"3D000", "42501", "53300", "55000"};

using Connection = std::unique_ptr<PGconn, decltype(&::PQfinish)>;

const char* mode_of(LoginTls tls) {
  constexpr const char* kModes[] = {"disable", "prefer", "require", "verify-ca",
                                    "verify-full"};
  return kModes[static_cast<std::size_t>(tls)];
}

const char* authorities(LoginTls tls, const std::string& ca_file) {
  if (tls < LoginTls::kVerifyAuthority) return kNoFile;
  return ca_file.empty() ? kSystemAuthorities : ca_file.c_str();
}

Connection start(const PqLibrary& pq, const LoginRequest& request,
                 const std::string& ca_file) {
  const std::string port = std::to_string(request.port);
  const std::string& database =
      request.database.empty() ? request.user : request.database;
  const std::pair<const char*, const char*> parameters[] = {
      {"host", request.host.c_str()},
      {"port", port.c_str()},
      {"user", request.user.c_str()},
      {"password", request.password.c_str()},
      {"dbname", database.c_str()},
      {"sslmode", mode_of(request.tls)},
      {"sslrootcert", authorities(request.tls, ca_file)},
      {"sslcert", kNoFile},
      {"sslkey", kNoFile},
      {"sslcrl", kNoFile},
      {"passfile", kNoFile},
      {"gssencmode", "disable"},
      {"application_name", "patrol"}};
  std::vector<const char*> names;
  std::vector<const char*> values;
  for (const auto& [name, value] : parameters) {
    names.push_back(name);
    values.push_back(value);
  }
  names.push_back(nullptr);
  values.push_back(nullptr);
  // 0: a database that is called like a connection string is none.
  return {pq.connect_start(names.data(), values.data(), 0), pq.finish};
}

// How far it came, where no server said why it went no further.
std::string broken_off(ConnStatusType reached) {
  switch (reached) {
    case CONNECTION_SSL_STARTUP:
      return "TLS failed, or its certificate is not trusted";
    case CONNECTION_MADE:
    case CONNECTION_AWAITING_RESPONSE:
    case CONNECTION_AUTH_OK:
      return "the server broke off, or cannot encrypt as was asked";
    default:
      return "no connection to the server";
  }
}

bool is_state(std::string_view text) {
  return text.size() == kStateSize && std::ranges::all_of(text, [](char c) {
           return is_digit(c) || (c >= 'A' && c <= 'Z');
         });
}

// "… failed: FATAL:  28P01" gives "28P01"; empty: the line says no state.
std::string_view state_of(std::string_view line) {
  constexpr std::string_view kMark = ":  ";
  const std::size_t mark = line.rfind(kMark);
  if (mark == line.npos) return {};
  const std::string_view state = line.substr(mark + kMark.size());
  return is_state(state) ? state : std::string_view();
}

// Of several the one that is about the password, else the last.
std::string_view deciding_state(std::string_view message) {
  std::string_view last;
  while (!message.empty()) {
    const std::size_t end = std::min(message.find('\n'), message.size());
    const std::string_view state = state_of(message.substr(0, end));
    if (state == kWrongPassword) return state;
    if (!state.empty()) last = state;
    message.remove_prefix(std::min(end + 1, message.size()));
  }
  return last;
}

// "PostgreSQL 15.6" of 150006, "PostgreSQL 9.6.2" of 90602.
std::string server_of(int version) {
  const int major = version / 10000;
  const int minor = version % 10000;
  std::string text = "PostgreSQL " + std::to_string(major) + ".";
  if (major >= 10) return text + std::to_string(minor);
  return text + std::to_string(minor / 100) + "." + std::to_string(minor % 100);
}

}  // namespace

Verification postgresql_login(const LoginRequest& request,
                              const std::string& ca_file,
                              const Patience& patience) {
  const Result<const PqLibrary*> loaded = pq_library();
  if (!loaded) return unknown(loaded.error().message);
  const PqLibrary& pq = **loaded;
  const Connection connection = start(pq, request, ca_file);
  if (!connection) return unknown("out of memory");
  // States and no words: words may repeat what was sent.
  pq.set_error_verbosity(connection.get(), PQERRORS_SQLSTATE);

  ConnStatusType reached = pq.status(connection.get());
  PostgresPollingStatusType wants =
      reached == CONNECTION_BAD ? PGRES_POLLING_FAILED : PGRES_POLLING_WRITING;
  while (wants == PGRES_POLLING_READING || wants == PGRES_POLLING_WRITING) {
    const short events = wants == PGRES_POLLING_READING ? POLLIN : POLLOUT;
    if (patience.wait(pq.socket(connection.get()), events) == 0) {
      return unknown(patience.reason());
    }
    reached = pq.status(connection.get());
    wants = pq.connect_poll(connection.get());
  }
  const bool asked = pq.used_password(connection.get()) != 0;
  if (wants == PGRES_POLLING_OK) {
    return asked ? logged_in(request,
                             server_of(pq.server_version(connection.get())))
                 : unknown("the server asks for no password");
  }
  const std::string_view message = pq.error_message(connection.get());
  if (deciding_state(message).empty()) return unknown(broken_off(reached));
  return meaning_of_pq_error(request, message, asked);
}

Verification meaning_of_pq_error(const LoginRequest& request,
                                 std::string_view message, bool asked) {
  const std::string_view state = deciding_state(message);
  const std::string said = "SQLSTATE " + std::string(state);
  if (state == kWrongPassword) return refused(said);
  if (asked && std::ranges::find(kNotLetIn, state) != std::end(kNotLetIn)) {
    return let_in_nowhere(request, said);
  }
  return unknown("not let in, whatever the password: " + said);
}

}  // namespace patrol

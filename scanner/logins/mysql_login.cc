#include "scanner/logins/mysql_login.h"

#include <poll.h>

#include <algorithm>
#include <cstring>
#include <iterator>
#include <memory>

#include "scanner/logins/mariadb_library.h"

namespace patrol {
namespace {

constexpr unsigned kAccessDenied = 1045;
constexpr unsigned kNotLetIn[] = {1044, 1049, 1203, 1226,
                                  1820, 1862, 3118, 4151};

// Not mysql_clear_password and dialog, which send it as it is.
constexpr const char* kWaysToLogIn =
    "mysql_native_password,caching_sha2_password,sha256_password,"
    "client_ed25519";

struct TextOfError {
  unsigned number;
  const char* text;
};
constexpr TextOfError kOwnErrors[] = {
    {2002, "no connection to the server"},
    {2003, "no connection to the server"},
    {2005, "the host's name is not known"},
    {2012, "the server broke off"},
    {2013, "the server broke off"},
    {2026, "TLS failed, or its certificate is not trusted"},
    {2059, "the server wants a way to log in that patrol does not follow"},
    {2061, "the server wants a way to log in that patrol does not follow"}};

using Handle = std::unique_ptr<MYSQL, decltype(&::mysql_close)>;

void set_tls(const MariadbLibrary& db, MYSQL* handle, LoginTls tls,
             const std::string& ca_file) {
  const my_bool is_wanted = tls != LoginTls::kOff ? 1 : 0;
  // Of authority and host it can check both, or nothing.
  const my_bool verifies = tls >= LoginTls::kVerifyAuthority ? 1 : 0;
  if (verifies != 0) {
    db.options(handle, MYSQL_OPT_SSL_CA,
               ca_file.empty() ? kSystemAuthorities : ca_file.c_str());
  }
  db.options(handle, MYSQL_OPT_SSL_ENFORCE, &is_wanted);
  db.options(handle, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, &verifies);
}

void set_options(const MariadbLibrary& db, MYSQL* handle,
                 const LoginRequest& request, const std::string& ca_file) {
  const unsigned protocol = MYSQL_PROTOCOL_TCP;  // and never a socket's file
  const unsigned no_local_files = 0;
  db.options(handle, MYSQL_OPT_NONBLOCK, nullptr);
  db.options(handle, MYSQL_OPT_PROTOCOL, &protocol);
  db.options(handle, MYSQL_OPT_LOCAL_INFILE, &no_local_files);
  db.options(handle, MYSQL_SET_CHARSET_NAME, "utf8mb4");
  db.options(handle, static_cast<mysql_option>(MARIADB_OPT_RESTRICTED_AUTH),
             kWaysToLogIn);
  set_tls(db, handle, request.tls, ca_file);
}

short events_of(int wants) {
  int events = 0;
  if ((wants & MYSQL_WAIT_READ) != 0) events |= POLLIN;
  if ((wants & MYSQL_WAIT_WRITE) != 0) events |= POLLOUT;
  if ((wants & MYSQL_WAIT_EXCEPT) != 0) events |= POLLPRI;
  return static_cast<short>(events);
}

// What of `wants` has come; 0: patience is over.
int wait_for(const MariadbLibrary& db, MYSQL* handle, int wants,
             const Patience& patience) {
  const short came =
      patience.wait(static_cast<int>(db.get_socket(handle)), events_of(wants));
  if (came == 0) return 0;
  int has = 0;
  if ((came & (POLLIN | POLLHUP | POLLERR)) != 0) has |= MYSQL_WAIT_READ;
  if ((came & (POLLOUT | POLLERR)) != 0) has |= MYSQL_WAIT_WRITE;
  if ((came & POLLPRI) != 0) has |= MYSQL_WAIT_EXCEPT;
  return has;
}

// False: patience is over.
bool connect(const MariadbLibrary& db, MYSQL* handle,
             const LoginRequest& request, const Patience& patience) {
  MYSQL* connected = nullptr;
  const char* database =
      request.database.empty() ? nullptr : request.database.c_str();
  int wants = db.connect_start(&connected, handle, request.host.c_str(),
                               request.user.c_str(), request.password.c_str(),
                               database, request.port, nullptr, 0);
  while (wants != 0) {
    const int has = wait_for(db, handle, wants, patience);
    if (has == 0) return false;
    wants = db.connect_cont(&connected, handle, has);
  }
  return true;
}

std::string server_of(const MariadbLibrary& db, MYSQL* handle) {
  const char* info = db.server_info(handle);
  const bool is_mariadb =
      info != nullptr && std::strstr(info, "MariaDB") != nullptr;
  const unsigned long version = db.server_version(handle);
  return (is_mariadb ? "MariaDB " : "MySQL ") +
         std::to_string(version / 10000) + "." +
         std::to_string(version / 100 % 100) + "." +
         std::to_string(version % 100);
}

}  // namespace

Verification mysql_login(const LoginRequest& request,
                         const std::string& ca_file, const Patience& patience) {
  const Result<const MariadbLibrary*> loaded = mariadb_library();
  if (!loaded) return unknown(loaded.error().message);
  const MariadbLibrary& db = **loaded;
  const Handle handle(db.init(nullptr), db.close);
  if (!handle) return unknown("out of memory");
  set_options(db, handle.get(), request, ca_file);
  if (!connect(db, handle.get(), request, patience)) {
    return unknown(patience.reason());
  }
  const unsigned number = db.error_number(handle.get());
  if (number != 0) return meaning_of_mysql_error(request, number);
  return logged_in(request, server_of(db, handle.get()));
}

Verification meaning_of_mysql_error(const LoginRequest& request,
                                    unsigned number) {
  const std::string said = "error " + std::to_string(number);
  if (number == kAccessDenied) {
    return refused(said + ", wrong for this user from this machine");
  }
  if (std::ranges::find(kNotLetIn, number) != std::end(kNotLetIn)) {
    return let_in_nowhere(request, said);
  }
  const auto* own = std::ranges::find(kOwnErrors, number, &TextOfError::number);
  return unknown(own == std::end(kOwnErrors) ? said : own->text);
}

}  // namespace patrol

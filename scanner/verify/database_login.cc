#include "scanner/verify/database_login.h"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "scanner/core/ascii.h"
#include "scanner/core/percent.h"

namespace patrol {
namespace {

// What a scheme leads to. Of those that others share a port with, the first is
// told by the port.
struct Kind {
  std::string_view scheme;
  LoginProtocol protocol;
  std::uint16_t port;
  LoginTls tls;  // where the string does not say
};
constexpr Kind kKinds[] = {
    {"postgresql", LoginProtocol::kPostgresql, 5432, LoginTls::kPrefer},
    {"postgres", LoginProtocol::kPostgresql, 5432, LoginTls::kPrefer},
    {"timescaledb", LoginProtocol::kPostgresql, 5432, LoginTls::kPrefer},
    {"redshift", LoginProtocol::kPostgresql, 5439, LoginTls::kPrefer},
    {"cockroachdb", LoginProtocol::kPostgresql, 26257, LoginTls::kPrefer},
    {"mysql", LoginProtocol::kMysql, 3306, LoginTls::kPrefer},
    {"mysql2", LoginProtocol::kMysql, 3306, LoginTls::kPrefer},
    {"mariadb", LoginProtocol::kMysql, 3306, LoginTls::kPrefer},
    {"redis", LoginProtocol::kRedis, 6379, LoginTls::kOff},
    {"rediss", LoginProtocol::kRedis, 6379, LoginTls::kVerifyHost},
    {"mongodb", LoginProtocol::kMongodb, 27017, LoginTls::kOff},
    {"amqp", LoginProtocol::kAmqp, 5672, LoginTls::kOff},
    {"amqps", LoginProtocol::kAmqp, 5671, LoginTls::kVerifyHost}};

// Why nobody is asked for others.
struct NotSpoken {
  std::string_view scheme;
  const char* why;
};
constexpr NotSpoken kNotSpoken[] = {
    {"sqlserver", "patrol does not speak SQL Server's protocol"},
    {"mssql", "patrol does not speak SQL Server's protocol"},
    {"mongodb+srv", "its servers stand in DNS, where patrol does not look"}};
constexpr std::uint16_t kSqlServerPort = 1433;

// The words of libpq, of MySQL's and .NET's clients, without '-' and '_'.
struct TlsWord {
  std::string_view word;
  LoginTls tls;
};
constexpr TlsWord kTlsWords[] = {{"disable", LoginTls::kOff},
                                 {"disabled", LoginTls::kOff},
                                 {"none", LoginTls::kOff},
                                 {"false", LoginTls::kOff},
                                 {"0", LoginTls::kOff},
                                 {"require", LoginTls::kRequire},
                                 {"required", LoginTls::kRequire},
                                 {"true", LoginTls::kRequire},
                                 {"1", LoginTls::kRequire},
                                 {"verifyca", LoginTls::kVerifyAuthority},
                                 {"verifyfull", LoginTls::kVerifyHost},
                                 {"verifyidentity", LoginTls::kVerifyHost}};

// 0: it says none.
std::uint16_t number(std::string_view digits) {
  std::uint16_t value = 0;
  const char* end = digits.data() + digits.size();
  const auto [rest, failed] = std::from_chars(digits.data(), end, value);
  return failed == std::errc() && rest == end ? value : 0;
}

LoginTls tls_of(const Subject& subject, LoginTls unsaid) {
  std::string word = lowered(fact_of(subject, "tls"));
  std::erase_if(word, [](char c) { return c == '-' || c == '_'; });
  const auto* at = std::ranges::find(kTlsWords, word, &TlsWord::word);
  return at == std::end(kTlsWords) ? unsaid : at->tls;
}

class DatabaseLoginInquiry final : public Inquiry {
 public:
  DatabaseLoginInquiry(const Subject& subject, const VerifyPolicy& policy,
                       WrittenAs written)
      : subject_(subject),
        policy_(policy),
        written_(written),
        scheme_(lowered(fact_of(subject, "scheme"))),
        port_(number(fact_of(subject, "port"))) {}

  Step next(const HttpOutcome*) override {
    if (const char* why = not_spoken()) return Verification{.detail = why};
    const Kind* kind = find_kind();
    if (kind == nullptr) {
      return Verification{.detail = "patrol logs in nowhere of that kind"};
    }
    LoginRequest request = compose(*kind);
    if (request.host.empty()) return unknown("its host is not known");
    if (!may_be_asked(request, *kind)) {
      return unknown("its server is asked only where --allow-host names it");
    }
    if (request.user.empty() && kind->protocol != LoginProtocol::kRedis) {
      return unknown("its user is not known");
    }
    if (has_nul(request)) return unknown("it holds a byte that none has");
    return request;
  }

 private:
  const char* not_spoken() const {
    if (scheme_.empty() && port_ == kSqlServerPort) return kNotSpoken[0].why;
    const auto* at = std::ranges::find(kNotSpoken, scheme_, &NotSpoken::scheme);
    return at == std::end(kNotSpoken) ? nullptr : at->why;
  }

  // By the scheme ("postgresql+asyncpg" is postgresql). Without a URL the port
  // says more than names that several clients share.
  const Kind* find_kind() const {
    const auto* by_port = std::ranges::find(kKinds, port_, &Kind::port);
    const auto* by_scheme = std::ranges::find(
        kKinds, std::string_view(scheme_).substr(0, scheme_.find('+')),
        &Kind::scheme);
    if (written_ == WrittenAs::kPlain && by_port != std::end(kKinds)) {
      return by_port;
    }
    return by_scheme == std::end(kKinds) ? nullptr : by_scheme;
  }

  std::string decoded(std::string_view text) const {
    return written_ == WrittenAs::kUrl ? percent_decoded(text)
                                       : std::string(text);
  }

  // MongoDB's users may be known to another than the one that is used.
  std::string database_of(const Kind& kind) const {
    const std::string knows_user = fact_of(subject_, "auth database");
    const bool is_told =
        kind.protocol == LoginProtocol::kMongodb && !knows_user.empty();
    return is_told ? knows_user : fact_of(subject_, "database");
  }

  LoginRequest compose(const Kind& kind) const {
    return {.protocol = kind.protocol,
            .host = lowered(fact_of(subject_, "host")),
            .port = port_ == 0 ? kind.port : port_,
            .user = decoded(fact_of(subject_, "user")),
            .password = decoded(subject_.secret.reveal()),
            .database = decoded(database_of(kind)),
            .tls = tls_of(subject_, kind.tls)};
  }

  bool may_be_asked(const LoginRequest& request, const Kind& kind) const {
    return is_allowed(request.place(), policy_) ||
           (request.port == kind.port && is_allowed(request.host, policy_));
  }

  static bool has_nul(const LoginRequest& request) {
    return (request.user + request.password + request.database).find('\0') !=
           std::string::npos;
  }

  const Subject& subject_;
  const VerifyPolicy& policy_;
  const WrittenAs written_;
  const std::string scheme_;
  const std::uint16_t port_;  // 0: none is named
};

}  // namespace

std::unique_ptr<Inquiry> database_login_inquiry(const Subject& subject,
                                                const VerifyPolicy& policy,
                                                WrittenAs written) {
  return std::make_unique<DatabaseLoginInquiry>(subject, policy, written);
}

}  // namespace patrol

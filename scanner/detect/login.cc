#include "scanner/detect/login.h"

#include <algorithm>
#include <iterator>
#include <string>

#include "scanner/core/ascii.h"
#include "scanner/core/codec.h"
#include "scanner/core/percent.h"
#include "scanner/core/utf8.h"
#include "scanner/detect/password.h"
#include "scanner/detect/sample_host.h"
#include "scanner/detect/surroundings.h"

namespace patrol {
namespace {

constexpr std::size_t kLongestFact = 100;

// What ends a URL in source code and configurations.
constexpr std::string_view kUrlEnds = " \t\r\n\"'`<>\\(){}[],;|";

// Schemes whose path is a database, or a virtual host of a queue.
constexpr std::string_view kDatabaseSchemes[] = {
    "amqp",     "amqps",      "mariadb",     "mongodb",    "mssql",
    "mysql",    "postgresql", "postgres",    "redis",      "rediss",
    "redshift", "sqlserver",  "timescaledb", "cockroachdb"};

// Names of a query that say whether the connection is encrypted.
constexpr std::string_view kTlsNames[] = {"sslmode", "ssl-mode", "ssl_mode",
                                          "ssl",     "usessl",   "tls"};
// MongoDB's: the database that knows the user.
constexpr std::string_view kAuthSource = "authsource";
constexpr std::size_t kLongestWord = 16;  // "VERIFY_IDENTITY"

// The client of RFC 6749's examples, and of every manual of OAuth.
constexpr std::string_view kSampleClient = "s6BhdRkqt3";

void add_fact(std::string_view name, std::string_view value, Facts& facts) {
  if (value.empty() || value.size() > kLongestFact) return;
  facts.emplace_back(name, value);
}

// The letters and digits that end `before`: "jdbc:postgres" gives "postgres".
std::string_view scheme_of(std::string_view before) {
  std::size_t begin = before.size();
  while (begin > 0 &&
         (is_alnum(before[begin - 1]) || before[begin - 1] == '+')) {
    --begin;
  }
  return before.substr(begin);
}

std::string_view host_of(std::string_view after) {
  std::size_t end = 0;
  while (end < after.size() && (is_alnum(after[end]) || after[end] == '.' ||
                                after[end] == '-' || after[end] == '_')) {
    ++end;
  }
  return after.substr(0, end);
}

// "postgresql+asyncpg", as SQLAlchemy writes it, is postgresql.
bool is_of_database(std::string_view scheme) {
  const std::string plain = lowered(scheme.substr(0, scheme.find('+')));
  return std::ranges::find(kDatabaseSchemes, plain) !=
         std::end(kDatabaseSchemes);
}

bool is_plain_word(std::string_view text) {
  return !text.empty() && text.size() <= kLongestWord &&
         std::ranges::all_of(
             text, [](char c) { return is_alnum(c) || c == '-' || c == '_'; });
}

// "sslmode=require&application_name=shop", "authSource=admin&tls=true"
void add_query(std::string_view query, Facts& facts) {
  while (!query.empty()) {
    const std::string_view pair = query.substr(0, query.find('&'));
    const std::size_t equals = std::min(pair.find('='), pair.size());
    const std::string name = lowered(pair.substr(0, equals));
    const auto value = pair.substr(std::min(equals + 1, pair.size()));
    if (std::ranges::find(kTlsNames, name) != std::end(kTlsNames) &&
        is_plain_word(value)) {
      add_new_facts({{"tls", std::string(value)}}, facts);
    }
    if (name == kAuthSource && is_plain_word(value)) {
      add_new_facts({{"auth database", std::string(value)}}, facts);
    }
    query.remove_prefix(std::min(pair.size() + 1, query.size()));
  }
}

// What a URL of a database has behind its host: ":5432/orders?sslmode=require".
void add_rest(std::string_view rest, Facts& facts) {
  rest = rest.substr(0, rest.find_first_of(kUrlEnds));
  if (rest.starts_with(':')) {
    const auto digits = rest.substr(1, rest.find_first_of("/?#") - 1);
    if (std::ranges::all_of(digits, is_digit)) add_fact("port", digits, facts);
    rest.remove_prefix(1 + digits.size());
  }
  if (rest.starts_with('/')) {
    const auto path = rest.substr(1, rest.find_first_of("/?#", 1) - 1);
    add_fact("database", path, facts);
  }
  const std::size_t mark = std::min(rest.find('?'), rest.size());
  add_query(rest.substr(std::min(mark + 1, rest.size())), facts);
}

struct Login {
  std::string user;  // empty: a token alone
  std::string password;
};

// A token alone may stand on either side of the colon.
std::optional<Login> login_in(std::string_view base64) {
  const auto text = decode_base64(base64);
  if (!text || !is_utf8(*text)) return std::nullopt;
  const bool printable = std::ranges::all_of(
      *text, [](char c) { return static_cast<unsigned char>(c) >= ' '; });
  const std::size_t colon = text->find(':');
  if (!printable || colon == text->npos) return std::nullopt;
  if (colon + 1 == text->size()) return Login{"", text->substr(0, colon)};
  return Login{text->substr(0, colon), text->substr(colon + 1)};
}

}  // namespace

std::optional<Facts> read_url_login(const Matched& matched, const Rule&) {
  const std::string_view whole =
      matched.text.substr(matched.whole.begin, matched.whole.size());
  const std::string password = percent_decoded(matched.secret_text());
  constexpr std::string_view kMark = "://";
  const std::size_t skipped = std::min(kMark.size(), whole.size());
  const std::size_t before_secret = matched.secret.begin - matched.whole.begin;
  if (before_secret <= skipped) return std::nullopt;
  const std::string_view user =
      whole.substr(skipped, before_secret - skipped - 1);
  const std::string_view after = matched.text.substr(matched.secret.end);
  const std::string_view host =
      host_of(after.substr(std::min<std::size_t>(1, after.size())));
  if (is_sample_host(host) || is_sample_password(password, user)) {
    return std::nullopt;
  }
  Facts facts;
  add_fact("user", user, facts);
  add_fact("host", host, facts);
  const std::uint64_t look = std::min<std::uint64_t>(matched.whole.begin, 32);
  const std::string_view scheme =
      scheme_of(matched.text.substr(matched.whole.begin - look, look));
  add_fact("scheme", scheme, facts);
  if (is_of_database(scheme)) {
    add_rest(after.substr(1 + host.size(), kStatementBytes), facts);
  }
  return facts;
}

std::optional<Facts> read_basic_login(std::string_view secret, const Rule&) {
  const auto login = login_in(secret);
  if (!login || login->user == kSampleClient) return std::nullopt;
  if (is_sample_password(login->password, login->user)) return std::nullopt;
  Facts facts;
  add_fact("user", login->user, facts);
  return facts;
}

bool is_doubtful_login(const Matched& matched) {
  const auto login = login_in(matched.secret_text());
  return (login && is_short_word(login->password)) ||
         is_request_to_nobody(matched);
}

}  // namespace patrol

#include "scanner/detect/connection_string.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

#include "scanner/core/ascii.h"
#include "scanner/detect/entropy.h"
#include "scanner/detect/password.h"
#include "scanner/detect/placeholder.h"
#include "scanner/detect/sample_host.h"

namespace patrol {
namespace {

constexpr std::size_t kLongestFact = 100;
constexpr std::size_t kShortestKey = 32;  // base64 of 24 bytes
constexpr std::string_view kStatementEnds = "\"'`<>\r\n";

struct FactOfName {
  std::string_view name;  // lower case, without spaces
  std::string_view fact;
};
constexpr FactOfName kFacts[] = {{"accountname", "account"},
                                 {"accountendpoint", "host"},
                                 {"endpoint", "host"},
                                 {"blobendpoint", "host"},
                                 {"hostname", "host"},
                                 {"server", "host"},
                                 {"datasource", "host"},
                                 {"host", "host"},
                                 {"address", "host"},
                                 {"addr", "host"},
                                 {"networkaddress", "host"},
                                 {"database", "database"},
                                 {"initialcatalog", "database"},
                                 {"userid", "user"},
                                 {"user", "user"},
                                 {"uid", "user"},
                                 {"port", "port"},
                                 {"sslmode", "tls"},
                                 {"username", "user"},
                                 {"sharedaccesskeyname", "policy"},
                                 {"entitypath", "entity"},
                                 {"deviceid", "device"}};

// Names that one library alone knows: they tell which database it is.
struct SchemeOfName {
  std::string_view name;
  std::string_view scheme;
};
constexpr SchemeOfName kSchemes[] = {{"initialcatalog", "sqlserver"},
                                     {"trustservercertificate", "sqlserver"},
                                     {"integratedsecurity", "sqlserver"},
                                     {"username", "postgresql"}};  // Npgsql

// The first characters of the keys of the storage and the Cosmos DB emulator.
constexpr std::string_view kPublishedKeys[] = {"Eby8vdM02xNOcqFl",
                                               "C2y6yDjf5/R+ob0N"};

// `name` as kFacts writes it.
std::string plain(std::string_view name) {
  std::string out;
  for (char c : name) {
    if (c == ' ' || c == '_') continue;
    out += lower(c);
  }
  return out;
}

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == text.npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") + 1 - begin);
}

// The host of "sb://name.servicebus.windows.net/" and of "tcp:name,1433".
std::string_view host_of(std::string_view value) {
  if (const auto mark = value.find("://"); mark != value.npos) {
    value.remove_prefix(mark + 3);
  } else if (value.starts_with("tcp:")) {
    value.remove_prefix(4);
  }
  return value.substr(0, value.find_first_of("/,:"));
}

// The port of "tcp:name,1433", which SQL Server's clients alone write so.
std::string_view port_of(std::string_view value) {
  const std::size_t comma = value.rfind(',');
  if (comma == value.npos) return {};
  const std::string_view port = value.substr(comma + 1);
  return std::ranges::all_of(port, is_digit) ? port : std::string_view();
}

void add_fact(std::string_view name, std::string_view value, Facts& facts) {
  if (value.empty() || value.size() > kLongestFact) return;
  add_new_facts({{std::string(name), std::string(value)}}, facts);
}

void add_host(std::string_view value, Facts& facts) {
  add_fact("host", host_of(value), facts);
  add_fact("port", port_of(value), facts);
  if (!port_of(value).empty()) add_fact("scheme", "sqlserver", facts);
}

void add_pair(std::string_view pair, Facts& facts) {
  const std::size_t equals = pair.find('=');
  if (equals == pair.npos) return;
  const std::string name = plain(trimmed(pair.substr(0, equals)));
  const std::string_view value = trimmed(pair.substr(equals + 1));
  for (const SchemeOfName& row : kSchemes) {
    if (name == row.name) add_fact("scheme", row.scheme, facts);
  }
  for (const FactOfName& row : kFacts) {
    if (!name.ends_with(row.name)) continue;
    // A name may stand glued to what is before it ("conn: Server"), so its end
    // counts; but "accountname" is no "name" of somebody.
    const std::size_t before = name.size() - row.name.size();
    const auto glued = [](char c) { return c >= 'a' && c <= 'z'; };
    if (before > 0 && glued(name[before - 1])) continue;
    if (row.fact == "host") {
      add_host(value, facts);
    } else {
      add_fact(row.fact, value, facts);
    }
    return;
  }
}

void add_pairs(std::string_view statement, Facts& facts) {
  while (!statement.empty()) {
    const std::size_t end = std::min(statement.find(';'), statement.size());
    add_pair(statement.substr(0, end), facts);
    statement.remove_prefix(std::min(end + 1, statement.size()));
  }
}

std::string_view statement_before(const Matched& matched) {
  const std::uint64_t size = std::min(matched.secret.begin, kStatementBytes);
  const auto text = matched.text.substr(matched.secret.begin - size, size);
  const std::size_t start = text.find_last_of(kStatementEnds);
  return start == text.npos ? text : text.substr(start + 1);
}

std::string_view statement_after(const Matched& matched) {
  const auto text = matched.text.substr(matched.secret.end, kStatementBytes);
  return text.substr(0, text.find_first_of(kStatementEnds));
}

std::string_view value_of(const Facts& facts, std::string_view name) {
  for (const auto& [key, value] : facts) {
    if (key == name) return value;
  }
  return {};
}

bool is_published(std::string_view key) {
  return std::ranges::any_of(kPublishedKeys, [&](std::string_view start) {
    return key.starts_with(start);
  });
}

bool is_real_key(std::string_view key, const Rule& rule) {
  return key.size() >= kShortestKey && !is_published(key) &&
         !is_placeholder(key) && looks_random(key, rule.entropy);
}

// A database on the same machine, or on one that has no dot in its name, is as
// little of a find as such a URL (login.h).
bool is_real_login(std::string_view password, const Facts& facts) {
  const std::string_view user = value_of(facts, "user");
  const std::string_view host = value_of(facts, "host");
  return !host.empty() &&
         (!user.empty() || !value_of(facts, "database").empty()) &&
         !is_sample_host(host) && !is_sample_password(password, user);
}

}  // namespace

std::optional<Facts> read_connection_string(const Matched& matched,
                                            const Rule& rule) {
  Facts facts;
  add_pairs(statement_before(matched), facts);
  add_pairs(statement_after(matched), facts);
  const std::string_view secret = matched.secret_text();
  const bool real = rule.human_chosen ? is_real_login(secret, facts)
                                      : is_real_key(secret, rule);
  if (!real) return std::nullopt;
  std::erase_if(facts, [](const auto& f) { return is_placeholder(f.second); });
  return facts;
}

}  // namespace patrol

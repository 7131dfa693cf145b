#include "scanner/detect/login.h"

#include <algorithm>
#include <iterator>
#include <string>

#include "scanner/core/ascii.h"
#include "scanner/core/codec.h"
#include "scanner/core/utf8.h"
#include "scanner/detect/password.h"
#include "scanner/detect/percent.h"
#include "scanner/detect/placeholder.h"

namespace patrol {
namespace {

constexpr std::size_t kLongestFact = 100;

// RFC 2606 and RFC 6761, and what manuals use in their place. Whole names or
// endings.
constexpr std::string_view kSampleHosts[] = {
    "example.com",    "example.org",  "example.net",   "example.edu",
    "test.com",       "foo.com",      "bar.com",       "domain.com",
    "host.com",       "server.com",   "myserver.com",  "mydomain.com",
    "yourdomain.com", "company.com",  "mycompany.com", "acme.com",
    "somewhere.com",  "site.com",     "website.com",   "hostname.com",
    "contoso.com",    "fabrikam.com", "corp.com",      "proxy.com",
    "yourhost.com",   "myhost.com",   "xyz.com",       "abc.com",
    "bogus.net",      "a.com",        "b.com",         "example.io",
    "example.co"};
constexpr std::string_view kSampleEndings[] = {
    ".example", ".test",     ".invalid",     ".localhost",
    ".local",   ".internal", ".localdomain", ".lan"};

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

bool is_local_address(std::string_view host) {
  return host.starts_with("127.") || host.starts_with("0.0.0.0") ||
         host.starts_with("10.") || host.starts_with("192.168.") ||
         host.starts_with("192.0.2.") || host.starts_with("1.2.3.4");
}

}  // namespace

bool is_sample_host(std::string_view host) {
  const std::string low = lowered(host);
  if (low.find('.') == low.npos || is_local_address(low)) return true;
  if (is_placeholder(low)) return true;
  for (std::string_view sample : kSampleHosts) {
    if (low == sample || low.ends_with("." + std::string(sample))) return true;
  }
  return std::ranges::any_of(
      kSampleEndings, [&](std::string_view end) { return low.ends_with(end); });
}

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
  add_fact("scheme",
           scheme_of(matched.text.substr(matched.whole.begin - look, look)),
           facts);
  return facts;
}

std::optional<Facts> read_basic_login(std::string_view secret, const Rule&) {
  const auto login = decode_base64(secret);
  if (!login || !is_utf8(*login)) return std::nullopt;
  const bool printable = std::ranges::all_of(
      *login, [](char c) { return static_cast<unsigned char>(c) >= ' '; });
  const std::size_t colon = login->find(':');
  if (!printable || colon == login->npos) return std::nullopt;
  const std::string user = login->substr(0, colon);
  const std::string password = login->substr(colon + 1);
  if (user == kSampleClient) return std::nullopt;
  // A token alone may stand on either side of the colon.
  const std::string& tested = password.empty() ? user : password;
  if (is_sample_password(tested, password.empty() ? "" : user)) {
    return std::nullopt;
  }
  Facts facts;
  if (!password.empty()) add_fact("user", user, facts);
  return facts;
}

}  // namespace patrol

#include "scanner/detect/login.h"

#include <algorithm>
#include <string>

#include "scanner/core/ascii.h"
#include "scanner/core/codec.h"
#include "scanner/core/utf8.h"
#include "scanner/detect/password.h"
#include "scanner/detect/percent.h"
#include "scanner/detect/sample_host.h"
#include "scanner/detect/surroundings.h"

namespace patrol {
namespace {

constexpr std::size_t kLongestFact = 100;

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
  add_fact("scheme",
           scheme_of(matched.text.substr(matched.whole.begin - look, look)),
           facts);
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

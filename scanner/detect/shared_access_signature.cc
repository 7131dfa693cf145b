#include "scanner/detect/shared_access_signature.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "scanner/core/ascii.h"
#include "scanner/core/codec.h"
#include "scanner/core/percent.h"
#include "scanner/core/utc_time.h"
#include "scanner/detect/entropy.h"
#include "scanner/detect/placeholder.h"
#include "scanner/detect/sample_host.h"
#include "scanner/detect/surroundings.h"

namespace patrol {
namespace {

constexpr std::size_t kSignatureBytes = 32;

using Query = std::map<std::string, std::string>;

// "&amp;" and "\u0026" separate as '&' does: XML and JSON write it so.
Query parse(std::string_view text) {
  Query query;
  while (!text.empty()) {
    const std::size_t end =
        std::min({text.find('&'), text.find("\\u0026"), text.size()});
    const std::string_view pair = text.substr(0, end);
    const std::size_t equals = std::min(pair.find('='), pair.size());
    query.emplace(
        pair.substr(0, equals),
        percent_decoded(pair.substr(std::min(equals + 1, pair.size()))));
    text.remove_prefix(end);
    for (std::string_view mark : {"&amp;", "&", "\\u0026"}) {
      if (!text.starts_with(mark)) continue;
      text.remove_prefix(mark.size());
      break;
    }
  }
  return query;
}

std::string_view value_of(const Query& query, const std::string& name) {
  const auto at = query.find(name);
  return at == query.end() ? std::string_view() : at->second;
}

// "2026-12-31T23:59:59Z", "2026-12-31"; or seconds since the Unix epoch, which
// become the former. Empty for anything else.
std::string time_of(std::string_view value) {
  if (value.size() >= 10 && value[4] == '-' && value[7] == '-' &&
      value.find_first_not_of("0123456789-:.TZ") == value.npos) {
    return std::string(value);
  }
  if (value.size() < 9 || value.size() > 11 ||
      value.find_first_not_of("0123456789") != value.npos) {
    return {};
  }
  return utc_time(std::stoll(std::string(value)));
}

bool is_host(char c) { return is_alnum(c) || c == '.' || c == '-'; }

// The host of the URL whose query begins at the end of `before`.
std::string_view host_before(std::string_view before) {
  const std::size_t mark = before.rfind("://");
  if (mark == before.npos) return {};
  std::string_view url = before.substr(mark + 3);
  if (url.find_first_of(" \t\r\n\"'<>") != url.npos) return {};
  const auto end = std::ranges::find_if_not(url, is_host);
  return url.substr(0, static_cast<std::size_t>(end - url.begin()));
}

// The resource of Service Bus, which is a URL, or the URL around the query.
std::string host_of(const Matched& matched, const Query& query) {
  const std::string_view resource = value_of(query, "sr");
  if (const auto mark = resource.find("://"); mark != resource.npos) {
    const std::string_view host = resource.substr(mark + 3);
    return std::string(host.substr(0, host.find_first_of("/:")));
  }
  if (resource.find('.') != resource.npos) {
    return std::string(resource.substr(0, resource.find('/')));
  }
  const std::uint64_t size = std::min(matched.secret.begin, kStatementBytes);
  return std::string(
      host_before(matched.text.substr(matched.secret.begin - size, size)));
}

bool is_signature(std::string_view text) {
  const auto bytes = decode_base64(text);
  return bytes && bytes->size() == kSignatureBytes && !is_placeholder(text) &&
         looks_random(text, 0);
}

void add_fact(const char* name, std::string value, Facts& facts) {
  if (!value.empty()) facts.emplace_back(name, std::move(value));
}

std::optional<Facts> facts_of(const Matched& matched, const Query& query) {
  const std::string_view expiry = value_of(query, "se");
  const std::string expires = time_of(expiry);
  if (!is_signature(value_of(query, "sig"))) return std::nullopt;
  // A stored access policy (si) may hold the expiry in the query's place.
  if (expires.empty() && (!expiry.empty() || value_of(query, "si").empty())) {
    return std::nullopt;
  }
  Facts facts;
  add_fact("expires", expires, facts);
  add_fact("starts", time_of(value_of(query, "st")), facts);
  add_fact("permissions", std::string(value_of(query, "sp")), facts);
  add_fact("policy",
           std::string(value_of(query, query.count("skn") ? "skn" : "si")),
           facts);
  add_fact("host", host_of(matched, query), facts);
  return facts;
}

}  // namespace

std::optional<Facts> read_shared_access_signature(const Matched& matched,
                                                  const Rule&) {
  const Query query = parse(matched.secret_text());
  if (!query.count("sv")) return std::nullopt;
  return facts_of(matched, query);
}

std::optional<Facts> read_service_bus_signature(const Matched& matched,
                                                const Rule&) {
  const Query query = parse(matched.secret_text());
  const bool has_host =
      value_of(query, "sr").find('.') != std::string_view::npos;
  if (!has_host || query.count("sv")) return std::nullopt;
  return facts_of(matched, query);
}

// One that ends before it begins was put together by hand.
bool is_doubtful_signature(const Matched& matched) {
  const Query query = parse(matched.secret_text());
  const std::string expires = time_of(value_of(query, "se"));
  const bool never_holds =
      !expires.empty() && expires < time_of(value_of(query, "st"));
  return never_holds || is_called_mock(matched) ||
         is_nobodys_host(host_of(matched, query));
}

}  // namespace patrol

#include "scanner/detect/jwt.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "scanner/core/codec.h"
#include "scanner/core/utc_time.h"
#include "scanner/detect/published_sample.h"

namespace patrol {
namespace {

using Json = nlohmann::json;

// Counts brackets outside strings, without parsing.
bool nests_too_deep(std::string_view json) {
  int depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (in_string) {
      if (c == '\\') ++i;
      if (c == '"') in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '{' || c == '[') {
      if (++depth > kDeepestJson) return true;
    } else if (c == '}' || c == ']') {
      --depth;
    }
  }
  return false;
}

std::optional<Json> decode_object(std::string_view part) {
  const std::optional<std::string> text = decode_base64(part);
  if (!text || nests_too_deep(*text)) return std::nullopt;
  Json json = Json::parse(*text, nullptr, /*allow_exceptions=*/false);
  if (!json.is_object()) return std::nullopt;
  return json;
}

bool holds(const Json& value, const Claim& claim) {
  if (value.is_array()) {
    for (const Json& element : value) {
      if (element.is_string() && holds(element, claim)) return true;
    }
    return false;
  }
  return value.is_string() && value.get_ref<const std::string&>().find(
                                  claim.contains) != std::string::npos;
}

bool all_hold(const Json& payload, View<Claim> claims) {
  for (const Claim& claim : claims) {
    const auto value = payload.find(claim.name);
    if (value == payload.end() || !holds(*value, claim)) return false;
  }
  return true;
}

// A string, or the strings of an array joined by ", "; else empty.
std::string text_of(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  std::string joined;
  if (!value.is_array()) return joined;
  for (const Json& element : value) {
    if (!element.is_string()) continue;
    if (!joined.empty()) joined += ", ";
    joined += element.get_ref<const std::string&>();
  }
  return joined;
}

// "2026-11-23T20:00:00Z"; empty unless `value` is a number of seconds since
// the Unix epoch, up to the year 9999.
std::string time_of(const Json& value) {
  constexpr double kYear10000 = 253402300800;
  if (!value.is_number()) return {};
  const double number = value.get<double>();
  if (!(number >= 0 && number < kYear10000)) return {};
  return utc_time(static_cast<std::int64_t>(number));
}

constexpr JsonFact kFacts[] = {{"iss", "issuer", JsonFact::kText},
                               {"aud", "audience", JsonFact::kText},
                               {"sub", "subject", JsonFact::kText},
                               {"iat", "issued", JsonFact::kTime},
                               {"exp", "expires", JsonFact::kTime}};

Facts facts_of(const Json& object, View<JsonFact> members) {
  Facts facts;
  for (const JsonFact& row : members) {
    const auto value = object.find(row.member);
    if (value == object.end()) continue;
    std::string text =
        row.kind == JsonFact::kTime ? time_of(*value) : text_of(*value);
    if (text.empty() || text.size() > kLongestFact) continue;
    facts.emplace_back(row.fact, std::move(text));
  }
  return facts;
}

// Names that RFC 7519, section 4.1, gives a meaning.
constexpr std::string_view kRegistered[] = {"iss", "sub", "aud", "exp",
                                            "nbf", "iat", "jti"};

// A sample of a manual: {"some":"payload"} of PyJWT's, or the "John Doe" of
// jwt.io that half the tutorials copy. Libraries and issuers put in at least
// the time or the subject; a payload of a single claim of one's own says
// nothing that a server could decide by.
bool is_sample(const Json& payload) {
  const auto subject = payload.find("sub");
  if (subject != payload.end() && *subject == "1234567890") return true;
  if (payload.size() >= 2) return false;
  return std::none_of(
      std::begin(kRegistered), std::end(kRegistered),
      [&](std::string_view name) { return payload.contains(name); });
}

struct Parts {
  std::string_view header;
  std::string_view payload;
  std::string_view signature;  // not empty
};

std::optional<Parts> parts_of(std::string_view token) {
  const std::size_t first = token.find('.');
  if (first == token.npos) return std::nullopt;
  const std::size_t second = token.find('.', first + 1);
  if (second == token.npos || second + 1 == token.size()) return std::nullopt;
  return Parts{token.substr(0, first),
               token.substr(first + 1, second - first - 1),
               token.substr(second + 1)};
}

// Whether it is one: an object that names its algorithm.
bool is_header(std::string_view part) {
  const auto header = decode_object(part);
  if (!header) return false;
  const auto alg = header->find("alg");
  return alg != header->end() && alg->is_string();
}

// How {" begins in base64.
constexpr std::string_view kBraceAndQuote = "eyJ";

// Supabase's "anon" key is made to stand in web pages; the keys of issuer
// supabase-demo are those of every installation on a developer's own machine.
bool is_public(const Json& payload) {
  const auto issuer = payload.find("iss");
  if (issuer == payload.end()) return false;
  if (*issuer == "supabase-demo") return true;
  const auto role = payload.find("role");
  return *issuer == "supabase" && role != payload.end() && *role == "anon";
}

}  // namespace

std::optional<Facts> read_json_facts(std::string_view base64,
                                     std::string_view required,
                                     View<JsonFact> members) {
  const std::optional<Json> object = decode_object(base64);
  if (!object || !object->contains(required)) return std::nullopt;
  return facts_of(*object, members);
}

bool has_jwt_form(std::string_view text) {
  const auto parts = parts_of(text);
  return parts && parts->signature.find('.') == text.npos &&
         text.starts_with(kBraceAndQuote) && is_header(parts->header) &&
         decode_object(parts->payload);
}

bool is_unsigned_jwt(std::string_view text) {
  if (text.ends_with('.')) text.remove_suffix(1);
  const std::size_t dot = text.find('.');
  return text.starts_with(kBraceAndQuote) && dot != text.npos &&
         is_header(text.substr(0, dot)) && decode_object(text.substr(dot + 1));
}

std::optional<Facts> read_jwt(std::string_view secret, const Rule& rule) {
  const auto parts = parts_of(secret);
  if (!parts || !is_header(parts->header)) return std::nullopt;
  const auto payload = decode_object(parts->payload);
  if (!payload || is_sample(*payload) || is_public(*payload) ||
      is_published_sample(parts->payload)) {
    return std::nullopt;
  }
  if (!all_hold(*payload, rule.claims)) return std::nullopt;
  return facts_of(*payload, kFacts);
}

}  // namespace patrol

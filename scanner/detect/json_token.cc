#include "scanner/detect/json_token.h"

#include "scanner/detect/jwt.h"

namespace patrol {
namespace {

constexpr JsonFact kGrafanaCloud[] = {{"o", "organization", JsonFact::kText},
                                      {"n", "name", JsonFact::kText}};
constexpr JsonFact kGrafana[] = {{"n", "name", JsonFact::kText}};
constexpr JsonFact kSentry[] = {{"org", "organization", JsonFact::kText},
                                {"url", "url", JsonFact::kText},
                                {"iat", "issued", JsonFact::kTime}};
constexpr JsonFact kTunnel[] = {{"a", "account", JsonFact::kText},
                                {"t", "tunnel", JsonFact::kText}};

struct Kind {
  std::string_view begins;
  std::string_view prefix;  // ahead of the base64
  std::string_view secret;  // the member without which it is no such token
  bool secret_follows;      // "_" and the secret stand behind the base64
  View<JsonFact> facts;
};

constexpr Kind kKinds[] = {
    {"glc_", "glc_", "k", false, kGrafanaCloud},
    {"eyJrIjoi", "", "k", false, kGrafana},
    {"sntrys_", "sntrys_", "org", true, kSentry},
    {"eyJhIjoi", "", "s", false, kTunnel},
};

}  // namespace

std::optional<Facts> read_json_token(std::string_view secret, const Rule&) {
  for (const Kind& kind : kKinds) {
    if (!secret.starts_with(kind.begins)) continue;
    std::string_view base64 = secret.substr(kind.prefix.size());
    if (kind.secret_follows) base64 = base64.substr(0, base64.find('_'));
    return read_json_facts(base64, kind.secret, kind.facts);
  }
  return std::nullopt;
}

}  // namespace patrol

#include "scanner/verify/recipe_inquiry.h"

#include <algorithm>
#include <string>
#include <utility>

#include "scanner/core/ascii.h"
#include "scanner/core/codec.h"
#include "scanner/verify/answer_fields.h"
#include "scanner/verify/placeholders.h"

namespace patrol {
namespace {

constexpr std::string_view kScheme = "https://";
constexpr std::string_view kHostPlace = "{host}";
constexpr const char* kRevoked = "revoked: ";

// "sentry.io" of "sentry.io" and "o1.ingest.sentry.io".
std::string_view domain_of(std::string_view host) {
  const std::size_t last = host.rfind('.');
  const std::size_t before =
      last == host.npos || last == 0 ? host.npos : host.rfind('.', last - 1);
  return before == host.npos ? host : host.substr(before + 1);
}

// The host that {host} is; empty: none is known. A provider's other hosts (its
// documentation, where events are sent) are none to ask, unless the user says
// so: some have a host for each region.
std::string host_of(const Recipe& recipe, const Subject& subject,
                    const VerifyPolicy& policy) {
  const std::string host = lowered(fact_of(subject, "host"));
  const bool is_providers =
      !recipe.host.empty() && domain_of(host) == domain_of(recipe.host);
  const bool is_none = is_providers && !is_allowed(host, policy);
  return host.empty() || is_none ? std::string(recipe.host) : host;
}

// Error: none is known, or one that the user did not allow.
Result<std::string> chosen_host(const Recipe& recipe, const Subject& subject,
                                const VerifyPolicy& policy) {
  std::string host = host_of(recipe, subject, policy);
  if (host.empty()) return Error{"its host is not known"};
  if (host != recipe.host && !is_allowed(host, policy)) {
    return Error{host + " is asked only where --allow-host names it"};
  }
  return host;
}

Escape escape_of_body(const std::vector<std::string>& headers) {
  const bool is_json = std::ranges::any_of(headers, [](const auto& header) {
    return lowered(header).find("json") != std::string::npos;
  });
  return is_json ? Escape::kJson : Escape::kPercent;
}

LiveStatus status_of(LiveVerdict verdict) {
  if (verdict == LiveVerdict::kLive) return LiveStatus::kLive;
  return verdict == LiveVerdict::kRestricted ? LiveStatus::kRestricted
                                             : LiveStatus::kDead;
}

const Answer* find_answer(const Recipe& recipe, const HttpAnswer& answer) {
  const Answer* general = nullptr;
  for (const Answer& each : recipe.answers) {
    if (each.status != answer.status) continue;
    if (each.text.empty()) {
      if (!general) general = &each;
    } else if (answer.body.find(each.text) != std::string::npos) {
      return &each;
    }
  }
  return general;
}

class RecipeInquiry final : public Inquiry {
 public:
  RecipeInquiry(const Recipe& recipe, const Subject& subject,
                const RuleSet& rules, const VerifyPolicy& policy)
      : recipe_(recipe), subject_(subject), rules_(rules), policy_(policy) {}

  Step next(const HttpOutcome* last) override {
    if (last) return verdict(*last);
    Result<HttpRequest> request = compose();
    if (!request) return unknown(request.error().message);
    return *std::move(request);
  }

 private:
  Result<std::string> fill(Text text, Escape escape) const {
    return filled(text, subject_, rules_, escape);
  }

  Result<HttpRequest> compose() const {
    HttpRequest request;
    request.method = recipe_.method;
    if (auto ok = set_place(request); !ok) return ok.error();
    for (Text header : recipe_.headers) {
      Result<std::string> whole = fill(header, Escape::kHeader);
      if (!whole) return whole.error();
      request.headers.push_back(*std::move(whole));
    }
    if (!recipe_.basic.empty()) {
      Result<std::string> login = fill(recipe_.basic, Escape::kHeader);
      if (!login) return login.error();
      request.headers.push_back("Authorization: Basic " +
                                encode_base64(*login));
    }
    Result<std::string> body =
        fill(recipe_.body, escape_of_body(request.headers));
    if (!body) return body.error();
    request.body = *std::move(body);
    return request;
  }

  Result<void> set_place(HttpRequest& request) const {
    std::string_view url = recipe_.url.substr(kScheme.size());
    const std::size_t slash = url.find('/');
    request.host = url.substr(0, slash);
    if (url.starts_with(kHostPlace)) {
      Result<std::string> host = chosen_host(recipe_, subject_, policy_);
      if (!host) return host.error();
      request.host = *std::move(host);
    }
    request.may_be_private = is_allowed(request.host, policy_);
    Result<std::string> path = fill(url.substr(slash), Escape::kPercent);
    if (!path) return path.error();
    request.path = *std::move(path);
    return {};
  }

  Verification verdict(const HttpOutcome& outcome) const {
    if (!outcome.answer) return unknown(outcome.failure);
    const HttpAnswer& answer = *outcome.answer;
    const Answer* means = find_answer(recipe_, answer);
    const std::string said =
        "HTTP " + std::to_string(answer.status) + of_which_host();
    if (!means) return unknown(said);
    const bool is_revoked = means->verdict == LiveVerdict::kRevoked;
    Verification result{.status = status_of(means->verdict),
                        .detail = (is_revoked ? kRevoked : "") + said};
    if (result.status == LiveStatus::kDead) return result;
    result.account = answer_field(answer, recipe_.account);
    result.scopes = answer_list(answer, recipe_.scopes);
    result.expires = answer_field(answer, recipe_.expires);
    return result;
  }

  // Of a product that others run as well: what one server does not know,
  // another may.
  std::string of_which_host() const {
    const bool says = recipe_.url.find(kHostPlace) != Text::npos;
    return says ? " from " + host_of(recipe_, subject_, policy_) : "";
  }

  const Recipe& recipe_;
  const Subject& subject_;
  const RuleSet& rules_;
  const VerifyPolicy& policy_;
};

}  // namespace

std::unique_ptr<Inquiry> recipe_inquiry(const Recipe& recipe,
                                        const Subject& subject,
                                        const RuleSet& rules,
                                        const VerifyPolicy& policy) {
  return std::make_unique<RecipeInquiry>(recipe, subject, rules, policy);
}

}  // namespace patrol

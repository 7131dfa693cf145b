#include "scanner/verify/npm_registry.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "scanner/core/ascii.h"
#include "scanner/core/percent.h"
#include "scanner/verify/answer_fields.h"

namespace patrol {
namespace {

constexpr std::string_view kWhoAmI = "/-/whoami";

bool is_safe(std::string_view text) {
  return std::ranges::all_of(text, [](char c) {
    return is_alnum(c) ||
           std::string_view("-._~/:%").find(c) != std::string_view::npos;
  });
}

// A header ends at a control byte, and so would what is sent.
bool fits_header(std::string_view text) {
  return std::ranges::all_of(
      text, [](char c) { return static_cast<unsigned char>(c) > ' '; });
}

bool is_empty_object(std::string_view body) {
  std::string text(body);
  std::erase_if(text,
                [](char c) { return c == ' ' || c == '\n' || c == '\r'; });
  return text == "{}";
}

// What `subject` is sent with to its registry. Error: why to none.
Result<void> compose_whoami(const Subject& subject, const VerifyPolicy& policy,
                            NpmSecret secret, HttpRequest& request) {
  const std::string registry = fact_of(subject, "registry");
  if (registry.empty() || !is_safe(registry)) {
    return Error{"its registry is not known"};
  }
  const std::size_t slash = std::min(registry.find('/'), registry.size());
  const std::string host = lowered(registry.substr(0, slash));
  if (!is_allowed(host, policy)) {
    return Error{"its registry is asked only where --allow-host names it"};
  }
  if (!fits_header(subject.secret.reveal())) {
    return Error{"it holds bytes that no header may"};
  }
  const std::string scheme = secret == NpmSecret::kToken ? "Bearer " : "Basic ";
  request.host = host;
  request.path = registry.substr(slash) + std::string(kWhoAmI);
  request.headers.emplace_back("Accept: application/json");
  request.headers.push_back("Authorization: " + scheme +
                            std::string(subject.secret.reveal()));
  request.may_be_private = true;
  return {};
}

Verification verdict(const HttpOutcome& outcome) {
  if (!outcome.answer) return unknown(outcome.failure);
  const HttpAnswer& answer = *outcome.answer;
  const std::string said = "HTTP " + std::to_string(answer.status);
  const std::string user = answer_field(answer, "/username");
  if (answer.status == 200 && !user.empty()) {
    return {.status = LiveStatus::kLive, .detail = said, .account = user};
  }
  if (answer.status == 200 && is_empty_object(answer.body)) {
    return {.status = LiveStatus::kDead,
            .detail = said + ", taken for anybody"};
  }
  if (answer.status == 401) {
    return {.status = LiveStatus::kDead, .detail = said};
  }
  return unknown(said);
}

class NpmRegistryInquiry final : public Inquiry {
 public:
  NpmRegistryInquiry(const Subject& subject, const VerifyPolicy& policy,
                     NpmSecret secret)
      : may_ask_(compose_whoami(subject, policy, secret, whoami_)) {}

  Step next(const HttpOutcome* last) override {
    if (last) return verdict(*last);
    if (!may_ask_) return unknown(may_ask_.error().message);
    return whoami_;
  }

 private:
  HttpRequest whoami_;
  const Result<void> may_ask_;
};

class NpmRegistryRevocation final : public Inquiry {
 public:
  NpmRegistryRevocation(const Subject& subject, const VerifyPolicy& policy)
      : subject_(subject),
        may_ask_(compose_whoami(subject, policy, NpmSecret::kToken, whoami_)) {}

  Step next(const HttpOutcome* last) override {
    if (!may_ask_) return unknown(may_ask_.error().message);
    if (!last) return removal();
    if (!is_removed_) {
      is_removed_ = true;
      first_ = last->answer ? "HTTP " + std::to_string(last->answer->status)
                            : last->failure;
      return whoami_;
    }
    return end(verdict(*last));
  }

 private:
  HttpRequest removal() const {
    HttpRequest request = whoami_;
    request.method = "DELETE";
    request.path.resize(request.path.size() - kWhoAmI.size());
    request.path +=
        "/-/npm/v1/tokens/token/" + percent_encoded(subject_.secret.reveal());
    return request;
  }

  Verification end(Verification after) const {
    const bool is_dead = after.status == LiveStatus::kDead;
    after.detail = (is_dead ? "revoked: " : "not revoked: ") + first_ +
                   ", then " + after.detail;
    return after;
  }

  const Subject& subject_;
  HttpRequest whoami_;
  const Result<void> may_ask_;
  bool is_removed_ = false;
  std::string first_;  // what was answered to the removal
};

}  // namespace

std::unique_ptr<Inquiry> npm_registry_inquiry(const Subject& subject,
                                              const VerifyPolicy& policy,
                                              NpmSecret secret) {
  return std::make_unique<NpmRegistryInquiry>(subject, policy, secret);
}

std::unique_ptr<Inquiry> npm_registry_revocation(const Subject& subject,
                                                 const VerifyPolicy& policy) {
  return std::make_unique<NpmRegistryRevocation>(subject, policy);
}

}  // namespace patrol

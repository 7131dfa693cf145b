#include "scanner/verify/npm_registry.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "scanner/core/ascii.h"
#include "scanner/verify/answer_fields.h"

namespace patrol {
namespace {

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

class NpmRegistryInquiry final : public Inquiry {
 public:
  NpmRegistryInquiry(const Subject& subject, const VerifyPolicy& policy,
                     NpmSecret secret)
      : subject_(subject), policy_(policy), secret_(secret) {}

  Step next(const HttpOutcome* last) override {
    if (last) return verdict(*last);
    const std::string registry = fact_of(subject_, "registry");
    if (registry.empty() || !is_safe(registry)) {
      return unknown("its registry is not known");
    }
    const std::size_t slash = std::min(registry.find('/'), registry.size());
    const std::string host = lowered(registry.substr(0, slash));
    if (!is_allowed(host, policy_)) {
      return unknown("its registry is asked only where --allow-host names it");
    }
    if (!fits_header(subject_.secret.reveal())) {
      return unknown("it holds bytes that no header may");
    }
    return request_to(host, registry.substr(slash));
  }

 private:
  HttpRequest request_to(const std::string& host,
                         const std::string& path) const {
    const std::string scheme =
        secret_ == NpmSecret::kToken ? "Bearer " : "Basic ";
    return {.host = host,
            .path = path + "/-/whoami",
            .headers = {"Accept: application/json",
                        "Authorization: " + scheme +
                            std::string(subject_.secret.reveal())},
            .may_be_private = true};
  }

  static Verification verdict(const HttpOutcome& outcome) {
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

  const Subject& subject_;
  const VerifyPolicy& policy_;
  const NpmSecret secret_;
};

}  // namespace

std::unique_ptr<Inquiry> npm_registry_inquiry(const Subject& subject,
                                              const VerifyPolicy& policy,
                                              NpmSecret secret) {
  return std::make_unique<NpmRegistryInquiry>(subject, policy, secret);
}

}  // namespace patrol
